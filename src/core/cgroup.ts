/** What a container's cgroup says at one moment; counters since its start. What the kernel does not tell is undefined. */
export interface CgroupReading {
  /** ms since 1970. */
  readonly at: number
  /** CPU time used, ms. */
  readonly cpuMs?: number
  /** CPUs that it may use at once. */
  readonly limitCores?: number
  readonly periods?: number
  readonly throttledPeriods?: number
  /** Bytes in use without the file cache that can be dropped, as kubelet counts them. */
  readonly workingSet?: number
  readonly memoryLimit?: number
}

/** The text of a file of the cgroup's folder; undefined: there is none. */
export type CgroupFile = (name: string) => string | undefined

/** Version 2: one folder (kernel documentation, cgroup-v2). */
export function readCgroupV2(file: CgroupFile, at: number): CgroupReading {
  const cpu = counters(file('cpu.stat'))
  const [quota, period] = (file('cpu.max') ?? '').trim().split(' ')
  return reading(at, {
    cpuMs: scaled(cpu('usage_usec'), 1e-3),
    limitCores: cores(quota, period),
    periods: cpu('nr_periods'),
    throttledPeriods: cpu('nr_throttled'),
    workingSet: workingSet(number(file('memory.current')), counters(file('memory.stat'))('inactive_file')),
    memoryLimit: number(file('memory.max')),
  })
}

/** Version 1: a folder for each controller (kernel documentation, cgroup-v1). */
export function readCgroupV1(file: CgroupFile, at: number): CgroupReading {
  const cpu = counters(file('cpu/cpu.stat'))
  const inactive = counters(file('memory/memory.stat'))('total_inactive_file')
  const limit = number(file('memory/memory.limit_in_bytes'))
  return reading(at, {
    cpuMs: scaled(number(file('cpuacct/cpuacct.usage')), 1e-6),
    limitCores: cores(file('cpu/cpu.cfs_quota_us'), file('cpu/cpu.cfs_period_us')),
    periods: cpu('nr_periods'),
    throttledPeriods: cpu('nr_throttled'),
    workingSet: workingSet(number(file('memory/memory.usage_in_bytes')), inactive),
    memoryLimit: limit !== undefined && limit < UNLIMITED_V1 ? limit : undefined,
  })
}

const UNLIMITED_V1 = 2 ** 62 // "no limit" is the largest multiple of a page

function reading(at: number, values: { [K in keyof Omit<CgroupReading, 'at'>]-?: number | undefined }): CgroupReading {
  const known = Object.entries(values).filter(([, value]) => value !== undefined)
  return { at, ...(Object.fromEntries(known) as Omit<CgroupReading, 'at'>) }
}

function counters(text: string | undefined): (name: string) => number | undefined {
  const values = new Map((text ?? '').split('\n').map((line) => line.split(' ') as [string, string]))
  return (name) => number(values.get(name))
}

function number(text: string | undefined): number | undefined {
  const trimmed = text?.trim()
  return trimmed !== undefined && /^\d+$/.test(trimmed) ? Number(trimmed) : undefined
}

/** A quota of `max` or -1 is none. */
function cores(quota: string | undefined, period: string | undefined): number | undefined {
  const [most, per] = [number(quota), number(period)]
  return most === undefined || !per ? undefined : most / per
}

function workingSet(usage: number | undefined, inactiveFile: number | undefined): number | undefined {
  return usage === undefined ? undefined : Math.max(0, usage - (inactiveFile ?? 0))
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor
}
