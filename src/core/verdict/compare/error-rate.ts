import type { LabelQuantities, RunQuantities } from '../quantities.ts'
import { estimateAlone } from './alone.ts'
import type { Hypothesis } from './hypothesis.ts'
import { mean, median } from './location.ts'
import type { Compared } from './others.ts'

export const ERROR_RATE = 'error-rate'

/** The least rise of an error rate that matters, of the shares themselves too: the scale lifts those of few samples. */
const HALF_A_POINT = 0.005

/** By how much of itself a rate is assumed to vary from run to run, before runs have shown it: its standard deviation. */
const VARIES = 0.2

/** As many degrees of freedom that assumption counts as. */
const PRIOR_DF = 8

/** More than of a latency in a history: the scale has no heavy tails. */
const MOST_DF = 8

type Counts = Pick<LabelQuantities, 'count' | 'errors'>
type CountsOf = (run: RunQuantities) => Counts | undefined

/**
 * An error rate as arcsin sqrt((e + 3/8) / (n + 3/4)), whose variance is 1 / 4n wherever the rate is. Source:
 * F. J. Anscombe, Biometrika 35 (1948), 246–254. Run against run, since the requests of a run fail together.
 */
export function errorRate(
  { heads, bases, differ, method }: Compared,
  label: string,
  countsOf: CountsOf,
): Hypothesis | undefined {
  const scaled = (run: RunQuantities) => {
    const { count = 0, errors = 0 } = countsOf(run) ?? {}
    return count === 0 ? Number.NaN : Math.asin(Math.sqrt((errors + 0.375) / (count + 0.75)))
  }
  const counts = [...heads, ...bases].flatMap((run) => countsOf(run)?.count || [])
  const level = mean(bases.map(scaled).filter((value) => !Number.isNaN(value)))
  const prior = method.noisyRuns * variance(share(level) + HALF_A_POINT, median(counts))
  const found = estimateAlone(
    differ((run) => [scaled(run)]),
    { variance: prior, df: PRIOR_DF, mostDf: MOST_DF },
  )
  if (found === undefined) return undefined
  const [before, after] = [typical(bases, countsOf), typical(heads, countsOf)]
  const apart = Math.abs(after - before) >= HALF_A_POINT
  const worth = apart
    ? Math.asin(Math.sqrt(Math.min(1, share(level) + HALF_A_POINT))) - level
    : Number.POSITIVE_INFINITY
  return {
    ...{ family: 'others', label, metric: ERROR_RATE, tested: found, whole: found },
    matters: { tested: worth, whole: worth },
    shown: (change) => share(level + change) - share(level),
    figures: { before, after, unit: 'share' },
  }
}

/** Errors and samples of all labels together. */
export function total({ labels }: RunQuantities): Counts {
  return labels.reduce((sum, { count, errors }) => ({ count: sum.count + count, errors: sum.errors + errors }), {
    count: 0,
    errors: 0,
  })
}

/**
 * Of one run on that scale: what so many samples imply, and that the rate itself varies in proportion. The rate is one that
 * would matter, so that a base that has seen no error by chance is not thought to be free of them.
 */
function variance(rate: number, samples: number): number {
  return (1 + VARIES ** 2 * rate * samples) / (4 * samples)
}

function share(angle: number): number {
  return Math.sin(Math.min(Math.max(angle, 0), Math.PI / 2)) ** 2
}

/** The median share of errors, as counted. */
function typical(runs: readonly RunQuantities[], countsOf: CountsOf): number {
  return median(
    runs.flatMap((run) => countsOf(run) ?? []).flatMap(({ count, errors }) => (count > 0 ? errors / count : [])),
  )
}
