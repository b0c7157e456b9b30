import { between, KEPT_UP, type Step } from './step.ts'

/**
 * The load at which the target no longer keeps up, for two steps in a row; linear between steps. undefined: it does. That
 * nothing at all is answered in the last step is no chance, and needs no second one.
 */
export function shedLoad(steps: readonly Step[]): number | undefined {
  const shares = steps.map(({ offered, achieved }) => (offered > 0 ? achieved / offered : 0))
  const i = shares.findIndex((share, at) => share < KEPT_UP && (shares[at + 1] ?? (share > 0 ? 1 : 0)) < KEPT_UP)
  if (i < 0) return undefined
  if (i === 0) return steps[0]!.offered
  const share = (shares[i - 1]! - KEPT_UP) / (shares[i - 1]! - shares[i]!)
  return between(steps[i - 1]!.offered, steps[i]!.offered, share)
}
