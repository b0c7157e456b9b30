/** One step of a stress test: requests per second that were asked for and that were answered, and the p95 of the latter in ms. */
export interface Step {
  readonly offered: number
  readonly achieved: number
  readonly p95: number
}

/** The load between two steps, `share` of the way. */
export function between(from: Step, to: Step, share: number): number {
  return from.offered + Math.min(Math.max(share, 0), 1) * (to.offered - from.offered)
}
