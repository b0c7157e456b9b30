import type { LabelSummary } from '../summary.ts'

export type Failures = LabelSummary['failures']

/** A label keeps so many different failures; the further ones are counted as one. */
export const MAX_OF_A_LABEL = 200
/** And all labels of a block together so many. */
export const MAX_OF_A_BLOCK = 5000
const MAX_TEXT = 200
/** How failures beyond these bounds are called. */
const OTHERS = '(other failures)'

/** What is left of a block's room for different failures. */
export class FailureRoom {
  left = MAX_OF_A_BLOCK
}

/** Counts failures by code and message. */
export class FailureTally {
  readonly #room: FailureRoom
  readonly #counts = new Map<string, { readonly code: string; readonly message: string; count: number }>()
  #others = 0

  constructor(room: FailureRoom) {
    this.#room = room
  }

  /** Code and message are cut to 200 characters. */
  add(code: string, message: string, count: number): void {
    const failure = { code: cut(code), message: cut(message), count }
    const key = keyOf(failure)
    const known = this.#counts.get(key)
    if (known !== undefined) known.count += count
    else if (this.#counts.size < MAX_OF_A_LABEL && this.#room.left > 0) {
      this.#room.left--
      this.#counts.set(key, failure)
    } else this.#others += count
  }

  list(): Failures {
    const others = this.#others === 0 ? [] : [{ code: '', message: OTHERS, count: this.#others }]
    return mergeFailures([...this.#counts.values(), ...others].map((failure) => [failure]))
  }
}

/** Such lists as one: the most frequent first, those as frequent by code and message. */
export function mergeFailures(lists: readonly Failures[]): Failures {
  const [only = [], ...more] = lists.filter((list) => list.length > 0)
  if (more.length === 0) return only
  const counts = new Map<string, Failures[number]>()
  for (const failure of [only, ...more].flat()) {
    const key = keyOf(failure)
    counts.set(key, { ...failure, count: failure.count + (counts.get(key)?.count ?? 0) })
  }
  return [...counts].sort(([k, x], [l, y]) => y.count - x.count || (k < l ? -1 : 1)).map(([, failure]) => failure)
}

function keyOf({ code, message }: { readonly code: string; readonly message: string }): string {
  return JSON.stringify([code, message])
}

/** The first 200 characters, never half of one. */
export function cut(text: string, length = MAX_TEXT): string {
  if (text.length <= length) return text
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
