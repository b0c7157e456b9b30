import type { CgroupReading } from './cgroup.ts'
import type { GcPause } from './gc-log.ts'
import type { GeneratorHealth } from './spec.ts'
import { quantileOfSorted } from './stats/quantile.ts'

export interface HealthEvidence {
  /** In order of time. */
  readonly readings: readonly CgroupReading[]
  /** undefined: the generator has no JVM, or wrote no log. */
  readonly pauses?: readonly GcPause[]
  /** The analysis window: after the ramp, while load was made; ms since 1970. */
  readonly from: number
  readonly to: number
}

/** The generator's health within the analysis window; `readings` counts those that lie in it. */
export function generatorHealth({ readings, pauses, from, to }: HealthEvidence): GeneratorHealth {
  const within = readings.filter(({ at }) => at >= from && at <= to)
  return {
    readings: within.length,
    ...cpu(within),
    ...throttled(within),
    ...memory(within),
    ...(pauses === undefined || to <= from ? {} : { gc: share(pauses, from, to) }),
  }
}

/** CPU use over its limit between two readings. */
export function cpuShare(earlier: CgroupReading, later: CgroupReading): number | undefined {
  const { cpuMs: used, limitCores } = later
  const elapsed = later.at - earlier.at
  if (used === undefined || earlier.cpuMs === undefined || !limitCores || elapsed <= 0) return undefined
  return (used - earlier.cpuMs) / elapsed / limitCores
}

function cpu(within: readonly CgroupReading[]): Pick<GeneratorHealth, 'cpu'> {
  const shares = within
    .flatMap((later, i) => {
      const earlier = within[i - 1]
      return (earlier && cpuShare(earlier, later)) ?? []
    })
    .sort((a, b) => a - b)
  const [p50, p95] = [quantileOfSorted(shares, 0.5), quantileOfSorted(shares, 0.95)]
  const limitCores = within.at(-1)?.limitCores
  if (p50 === undefined || p95 === undefined || limitCores === undefined) return {}
  return { cpu: { p50, p95, limitCores } }
}

function throttled(within: readonly CgroupReading[]): Pick<GeneratorHealth, 'throttled' | 'throttledPeriods'> {
  const [first, last] = [within[0], within.at(-1)]
  if (first?.periods === undefined || last?.periods === undefined || last.periods === first.periods) return {}
  const throttledPeriods = (last.throttledPeriods ?? 0) - (first.throttledPeriods ?? 0)
  return { throttled: throttledPeriods / (last.periods - first.periods), throttledPeriods }
}

function memory(within: readonly CgroupReading[]): Pick<GeneratorHealth, 'memory'> {
  const used = within.flatMap(({ workingSet }) => workingSet ?? [])
  if (used.length === 0) return {}
  const limit = within.at(-1)?.memoryLimit
  return { memory: { peak: used.reduce((a, b) => Math.max(a, b)), ...(limit === undefined ? {} : { limit }) } }
}

function share(pauses: readonly GcPause[], from: number, to: number): number {
  const stopped = pauses.filter(({ at }) => at >= from && at <= to).reduce((sum, { ms }) => sum + ms, 0)
  return stopped / (to - from)
}
