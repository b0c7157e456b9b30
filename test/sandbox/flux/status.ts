import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'

export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

/** The status of a Flux object, as it is written back: `conditions` in the order in which people read them. */
export interface FluxStatus {
  readonly conditions?: readonly Condition[]
  readonly observedGeneration?: number
  readonly lastHandledReconcileAt?: string
  readonly [field: string]: unknown
}

export function statusOf(object: KubeObject): FluxStatus {
  return (object['status'] ?? {}) as FluxStatus
}

/** Puts a status in the place of the one that is there; a condition keeps its time while its state is the same. */
export function writeStatus(
  objects: Objects,
  { kind, metadata }: KubeObject,
  status: FluxStatus,
): KubeObject | undefined {
  const object = objects.get(kind, metadata)
  if (object === undefined) return undefined // deleted meanwhile
  const old = statusOf(object)
  const now = new Date().toISOString().replace(/\.\d+/, '')
  const conditions = (status.conditions ?? []).map((condition) => {
    const before = old.conditions?.find(({ type }) => type === condition.type) as {
      lastTransitionTime?: string
    } & Condition
    const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now
    return { ...condition, lastTransitionTime, observedGeneration: metadata.generation }
  })
  const gone = Object.fromEntries(Object.keys(old).map((field) => [field, null]))
  return objects.patch(kind, metadata, { status: { ...gone, ...status, conditions } })
}

export function condition(
  type: string,
  [status, reason, message]: readonly [Condition['status'], string, string],
): Condition {
  return { type, status, reason, message }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Go's `1h2m3s` in ms. */
export function milliseconds(duration: unknown): number {
  const parts = [...String(duration).matchAll(/([\d.]+)(ms|h|m|s)/g)]
  return parts.reduce((sum, [, figure, unit = 's']) => sum + Number(figure) * (UNITS[unit] ?? 0), 0)
}

/** As Go writes durations: `2m0s`. */
export function goDuration(duration: unknown): string {
  const seconds = milliseconds(duration) / 1000
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds % 60}s`
}
