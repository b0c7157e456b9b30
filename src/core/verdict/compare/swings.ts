import { QUANTILES, type QuantileName, type RunQuantities } from '../quantities.ts'
import { mean, median } from './location.ts'

/**
 * Parts of a run in which its swings are seen: so few that each is longer than the machine remembers its load (tens of
 * seconds), which the shorter batches of a label's own noise are not.
 */
export const PARTS = 5

/** Of one label by quantile: its log in each part of the run. */
export type InParts = Readonly<Partial<Record<QuantileName, readonly number[]>>>

/**
 * The variance, of a run's log quantile, of what all labels share: s² / b of the medians over the labels of how far each
 * part is from the mean of its label (batch means, as in log-quantiles.ts). Without those of which no label has all parts.
 */
export function sharedVariances(labels: readonly InParts[]): NonNullable<RunQuantities['shared']> {
  const names = Object.keys(QUANTILES) as readonly QuantileName[]
  return Object.fromEntries(
    names.flatMap((name) => {
      const whole = labels.flatMap(({ [name]: parts = [] }) => (parts.length === PARTS ? [parts] : []))
      return whole.length === 0 ? [] : [[name, sharedVariance(whole)]]
    }),
  )
}

function sharedVariance(labels: readonly (readonly number[])[]): number {
  const away = labels.map((parts) => parts.map((part) => part - mean(parts)))
  const swings = Array.from({ length: PARTS }, (_, part) => median(away.map((label) => label[part]!)))
  return swings.reduce((sum, swing) => sum + swing ** 2, 0) / (PARTS - 1) / PARTS
}
