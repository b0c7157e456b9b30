import type { Finding } from '../finding.ts'
import type { Estimate, Estimates } from './estimate.ts'
import { quantile } from './student.ts'

/** What all labels share. */
export const ALL = '*'

/** Hypotheses that are tested together; `others`: errors, throughput and metrics. */
export type Family = 'common' | 'labels' | 'others'

/** A change that is worse where it is positive, on the scale on which runs are compared, with its bounds. */
export interface Change {
  readonly value: number
  readonly error: number
  readonly df: number
}

/** One thing that may have become worse. */
export interface Hypothesis {
  readonly family: Family
  readonly label: string
  readonly metric: string
  /** What is tested: of a label beside others, its own part. */
  readonly tested: Estimate
  /** All that happened to it, of which it is a part. */
  readonly whole: Change
  /** The least change of each that matters in practice. */
  readonly matters: { readonly tested: number; readonly whole: number }
  /** Its part of its family's error beside the parts of the others; absent: 1. */
  readonly weight?: number
  /** A change as it is shown: ratio minus one; of an error rate the difference of shares. */
  readonly shown: (change: number) => number
  /** What goes to its finding as it is. */
  readonly figures?: Pick<Finding, 'before' | 'after' | 'unit' | 'per' | 'better'>
}

/** The change is large enough to matter, whether it is proven or not. */
export function matters({ tested, whole, matters: least }: Hypothesis): boolean {
  return tested.value >= least.tested && whole.value >= least.whole
}

/** One-sided bounds, each of which holds with a probability of `confidence`. */
export function bounds(
  { value, error, df }: Change,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const reach = quantile(confidence, df) * error
  return { low: value - reach, high: value + reach }
}

/**
 * The hypotheses about one quantity. A label beside others counts by its own part, and only where the whole change is half
 * the margin too: that its siblings became faster is no regression of it.
 */
export function hypotheses(
  metric: string,
  labels: readonly string[],
  { estimates: { common, own, change }, margin }: { readonly estimates: Estimates; readonly margin: number },
): readonly Hypothesis[] {
  const least = Math.log1p(margin)
  const shared: readonly Hypothesis[] =
    common === undefined
      ? []
      : [
          {
            family: 'common',
            label: ALL,
            metric,
            tested: common,
            whole: common,
            matters: { tested: least, whole: least },
            shown: Math.expm1,
          },
        ]
  const single = own.flatMap((tested, i): readonly Hypothesis[] => {
    if (tested === undefined) return []
    const whole =
      common === undefined
        ? tested
        : { value: change[i]!, error: Math.hypot(common.error, tested.error), df: Math.min(common.df, tested.df) }
    const half = common === undefined ? least : least / 2
    return [
      {
        family: 'labels',
        label: labels[i]!,
        metric,
        tested,
        whole,
        matters: { tested: least, whole: half },
        shown: Math.expm1,
      },
    ]
  })
  return [...shared, ...single]
}
