import type { Comparison } from '../comparison.ts'
import type { Hypothesis } from './hypothesis.ts'
import { median } from './location.ts'
import { quantile } from './student.ts'

/** The quantile that it is said of. */
const METRIC = 'p95'

/** Probability with which it is found. */
const POWER = 0.8

/**
 * The smallest change that would have been found with a probability of 80 %: (t(1 - alpha) + t(.8)) se, at least the
 * margin. Alpha is that of the family over the labels: all quantiles of a label move together.
 */
export function smallestVisible(
  all: readonly Hypothesis[],
  { alpha, commonShare, margin }: { readonly alpha: number; readonly commonShare: number; readonly margin: number },
): Comparison['visible'] {
  const common = all.find(({ family, metric }) => family === 'common' && metric === METRIC)
  const labels = all.filter(({ family, metric }) => family === 'labels' && metric === METRIC)
  const found = (error: number, df: number, level: number) =>
    Math.max(margin, Math.expm1((quantile(1 - level, df) + quantile(POWER, df)) * error))
  const share = common === undefined ? 0 : commonShare
  const middle = median(labels.map(({ tested }) => tested.error))
  const df = labels[0]?.tested.df
  return {
    ...(common && { all: found(common.tested.error, common.tested.df, alpha * share) }),
    ...(df !== undefined && { one: found(middle, df, (alpha * (1 - share)) / labels.length) }),
  }
}
