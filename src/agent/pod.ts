import { PerfError } from '../core/error.ts'

/** Who this agent is, and where its files are. */
export interface Pod {
  readonly index: number
  readonly name: string
  readonly uid: string
  readonly node?: string
  /** The mounted spec and plan. */
  readonly specDir: string
  /** The directory that agent and generator share. */
  readonly workDir: string
  /** What Kubernetes leaves a pod between TERM and KILL. */
  readonly graceMs: number
  /** The directory that takes the bucket's place where the pod is two processes of somebody's machine. */
  readonly storeDir?: string
}

/** The pod as its environment tells. */
export function podFrom(env: Readonly<Record<string, string | undefined>>): Pod {
  const index = Number(env['JOB_COMPLETION_INDEX'] ?? Number.NaN)
  const uid = env['POD_UID'] ?? ''
  if (!Number.isInteger(index) || index < 0 || uid === '')
    throw new PerfError('CONFIG', 'JOB_COMPLETION_INDEX or POD_UID is not set', {
      hint: 'the agent runs in a pod of an Indexed Job that perf-action rendered',
    })
  return {
    index,
    name: env['POD_NAME'] ?? `pod-${index}`,
    uid,
    ...(env['NODE_NAME'] ? { node: env['NODE_NAME'] } : {}),
    specDir: env['PERF_SPEC_DIR'] ?? '/spec',
    workDir: env['PERF_WORK_DIR'] ?? '/work',
    graceMs: Number(env['PERF_GRACE_SECONDS'] ?? 120) * 1000,
    ...(env['PERF_STORE_DIR'] ? { storeDir: env['PERF_STORE_DIR'] } : {}),
  }
}
