/** The five honest outcomes. */
export type Outcome = 'pass' | 'warn' | 'regression' | 'inconclusive' | 'invalid'

/** From the worst to the best; a regression is evidence against the change, so it goes before a run that shows nothing. */
const ORDER: readonly Outcome[] = ['regression', 'invalid', 'inconclusive', 'warn', 'pass']

/** The worst of several tests' outcomes; of none: inconclusive, for nothing was shown. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return ORDER.find((outcome) => outcomes.includes(outcome)) ?? 'inconclusive'
}

/** For sorting: the worst first. */
export function severity(outcome: Outcome): number {
  return ORDER.indexOf(outcome)
}

/** Whether the step turns red. `fail-on` changes the exit, never the outcome. */
export function exitFails(outcome: Outcome, failOn: readonly Outcome[]): boolean {
  return failOn.includes(outcome)
}
