/** One step of a stress test: requests per second that were asked for and that were answered. */
export interface Step {
  readonly offered: number
  readonly achieved: number
}

/** A load on the way from one to another, `share` of it. */
export function between(from: number, to: number, share: number): number {
  return from + Math.min(Math.max(share, 0), 1) * (to - from)
}

/** The share of the offered load below which a step is not kept up with. */
export const KEPT_UP = 0.95
