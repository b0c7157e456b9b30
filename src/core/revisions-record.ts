import type { Side } from './blocks.ts'
import { PerfError } from './error.ts'
import type { Probe } from './spec.ts'

/** What was read of the targets' revisions beside the pods that load them, by side and in the order of time. */
export type RevisionsRead = Readonly<Partial<Record<Side, readonly Probe[]>>>

/** `revisions.json`: what the runner has read of the targets' revisions around and during the load. */
export interface RevisionsDocument {
  readonly schema: 'perf-action/revisions/v1'
  readonly sides: RevisionsRead
}

const END_OF_TIME = 2e13 // ms since 1970
const LONGEST = 500

/** The document as read from the bucket; a PerfError STORE where it is another one. */
export function parseRevisions(text: string): RevisionsRead {
  const { schema, sides } = object(parsed(text))
  if (schema !== 'perf-action/revisions/v1') return fault()
  const { base, head } = object(sides)
  return {
    ...(base === undefined ? {} : { base: probes(base) }),
    ...(head === undefined ? {} : { head: probes(head) }),
  }
}

function probes(value: unknown): readonly Probe[] {
  if (!Array.isArray(value)) return fault()
  return value.map((one) => {
    const { at, revision, why } = object(one)
    if (typeof at !== 'number' || !(at >= 0 && at <= END_OF_TIME)) return fault()
    return { at, ...text('revision', revision), ...text('why', why) }
  })
}

function text(name: 'revision' | 'why', value: unknown) {
  if (value === undefined) return {}
  return typeof value === 'string' ? { [name]: value.slice(0, LONGEST) } : fault()
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : fault()
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return fault()
  }
}

function fault(): never {
  throw new PerfError('STORE', 'the revisions of a run are not what perf-action writes', {
    hint: 'another version of perf-action wrote revisions.json, or something else writes under this prefix of the bucket',
  })
}
