import type { SummaryWarning } from '../summary.ts'

/** The first of each kind are kept; counts say how many there were. */
const MAX_OF_A_KIND = 5

/** What is said of a file rather than of a row: the first place where it is so tells all. */
const OF_A_FILE: readonly string[] = ['dates', 'delimiters', 'multi-line', 'several-samples']

/** What a person should know about a JTL; bounded, however damaged it is. */
export class Warnings {
  readonly #list: SummaryWarning[] = []
  readonly #kinds = new Map<string, number>()

  get list(): readonly SummaryWarning[] {
    return this.#list
  }

  /** Whether no further one of its kind will be kept. */
  isFull(code: string): boolean {
    return (this.#kinds.get(code) ?? 0) >= (OF_A_FILE.includes(code) ? 1 : MAX_OF_A_KIND)
  }

  add(warning: SummaryWarning): void {
    if (this.isFull(warning.code)) return
    this.#kinds.set(warning.code, 1 + (this.#kinds.get(warning.code) ?? 0))
    this.#list.push(warning)
  }
}

/** Those of a list that one reader would have told. */
export function firstOfEachKind(list: readonly SummaryWarning[]): readonly SummaryWarning[] {
  const warnings = new Warnings()
  for (const warning of list) warnings.add(warning)
  return warnings.list
}
