import type { SummaryWarning } from '../summary.ts'

/** The first of each kind are kept; counts say how many there were. */
const MAX_OF_A_KIND = 5

/** What a person should know about a JTL; bounded, however damaged it is. */
export class Warnings {
  readonly #list: SummaryWarning[] = []
  readonly #kinds = new Map<string, number>()

  get list(): readonly SummaryWarning[] {
    return this.#list
  }

  /** Adds it unless there is one of its kind. */
  once(warning: SummaryWarning): void {
    if (!this.#kinds.has(warning.code)) this.add(warning)
  }

  add(warning: SummaryWarning): void {
    const known = this.#kinds.get(warning.code) ?? 0
    this.#kinds.set(warning.code, known + 1)
    if (known < MAX_OF_A_KIND) this.#list.push(warning)
  }
}

/** The first of each kind in a list. */
export function firstOfEachKind(list: readonly SummaryWarning[]): readonly SummaryWarning[] {
  const warnings = new Warnings()
  for (const warning of list) warnings.add(warning)
  return warnings.list
}
