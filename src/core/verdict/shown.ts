import type { Compared } from './compared.ts'
import { type Outcome, severity } from './outcome.ts'

/** What a comparison has to say in a verdict; without an outcome nothing. */
export interface Shown {
  readonly outcome?: Exclude<Outcome, 'invalid'>
  readonly reasons: readonly string[]
}

/**
 * A comparison that was asked for and shows nothing is inconclusive. One that was not asked for may warn, and else leaves
 * the word to the limits. What a person accepted is said and held against nobody.
 */
export function shownBy(comparison: Compared | undefined): Shown {
  if (comparison === undefined || comparison.state === 'not-judged') return { reasons: [] }
  const { outcome = 'inconclusive', notes, asked, accepted } = comparison
  if (accepted !== undefined) return { outcome: 'pass', reasons: [acceptance(accepted, notes[0] ?? '')] }
  if (outcome === 'inconclusive' && !asked) return { reasons: [] }
  return { outcome, reasons: outcome === 'pass' ? notes.slice(0, 1) : notes }
}

/** Several that speak of one run as one: the worst outcome, and what comes of it first. */
export function foremost(all: readonly Shown[]): Shown {
  const speaking = all.flatMap(({ outcome, reasons }) => (outcome === undefined ? [] : [{ outcome, reasons }]))
  const [first, ...others] = speaking.toSorted((a, b) => severity(a.outcome) - severity(b.outcome))
  if (first === undefined) return { reasons: [] }
  return { outcome: first.outcome, reasons: [first, ...others].flatMap(({ reasons }) => reasons) }
}

function acceptance(accepted: readonly string[], found: string): string {
  return `Accepted by ${accepted.map(acceptor).join(' and ')}: ${found}`
}

function acceptor(change: string): string {
  return change.startsWith('#') ? `the label perf-accept of ${change}` : `perf.yaml (accept: ${change})`
}
