import type { Progress } from './spec.ts'

const PHASES = ['claimed', 'waiting', 'running', 'finishing', 'done'] as const

/** A pod's progress object as read from the bucket; undefined where it is not one. Nothing in it is believed. */
export function parseProgress(text: string): Progress | undefined {
  const document = object(parse(text))
  const [rows, interval] = [object(document?.['rows']), object(document?.['interval'])]
  const phase = PHASES.find((one) => one === document?.['phase'])
  if (document?.['schema'] !== 'perf-action/progress/v1' || phase === undefined) return undefined
  const p95 = amount(interval?.['p95'])
  const cpu = amount(document['cpu'])
  const [block, message] = [document['block'], document['message']]
  return {
    schema: 'perf-action/progress/v1',
    index: amount(document['index']) ?? 0,
    at: amount(document['at']) ?? 0,
    phase,
    ...(typeof block === 'string' ? { block } : {}),
    count: amount(document['count']) ?? 0,
    errors: amount(document['errors']) ?? 0,
    rows: { read: amount(rows?.['read']) ?? 0, skipped: amount(rows?.['skipped']) ?? 0 },
    interval: {
      seconds: amount(interval?.['seconds']) ?? 0,
      count: amount(interval?.['count']) ?? 0,
      errors: amount(interval?.['errors']) ?? 0,
      ...(p95 === undefined ? {} : { p95 }),
    },
    ...(cpu === undefined ? {} : { cpu }),
    ...(typeof message === 'string' ? { message } : {}),
  }
}

/** What all pods do now, of what each said last. */
export interface Live {
  /** The least advanced phase of the pods that speak; undefined: none does. */
  readonly phase?: Progress['phase']
  readonly block?: string
  /** Pods that said something, and those of them that then fell silent. */
  readonly heard: number
  readonly silent: number
  readonly count: number
  /** Per second, and the share of errors, of the last interval; undefined: no samples in it. */
  readonly throughput?: number
  readonly errors?: number
  /** Of the worst pod: quantiles of two pods can't be added up. */
  readonly worstP95?: number
  readonly worstCpu?: number
}

const SILENT_MS = 60_000

/** Has no more to say, until the others are ready or for ever. */
function quiet({ phase }: Progress): boolean {
  return phase === 'waiting' || phase === 'done'
}

/** The pods' progress together. A pod that should speak and was not heard for a minute counts as silent, not as idle. */
export function liveOf(progress: readonly Progress[], now: number): Live {
  const speaking = progress.filter((pod) => quiet(pod) || now - pod.at < SILENT_MS)
  const loading = speaking.filter(({ phase, interval }) => phase === 'running' && interval.seconds > 0)
  const phase = PHASES.find((one) => speaking.some((pod) => pod.phase === one))
  const block = speaking.find((pod) => pod.phase === phase)?.block
  const count = sum(loading.map(({ interval }) => interval.count))
  const worstP95 = worst(loading.map(({ interval }) => interval.p95))
  const worstCpu = worst(loading.map(({ cpu }) => cpu))
  return {
    heard: progress.length,
    silent: progress.length - speaking.length,
    count: sum(progress.map((pod) => pod.count)),
    ...(phase === undefined ? {} : { phase }),
    ...(block === undefined ? {} : { block }),
    ...(count === 0
      ? {}
      : {
          throughput: sum(loading.map(({ interval }) => interval.count / interval.seconds)),
          errors: sum(loading.map(({ interval }) => interval.errors)) / count,
        }),
    ...(worstP95 === undefined ? {} : { worstP95 }),
    ...(worstCpu === undefined ? {} : { worstCpu }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function worst(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
