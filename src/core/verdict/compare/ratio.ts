import type { ComparedMetric } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'
import { estimateAlone } from './alone.ts'
import { ALL, type Hypothesis } from './hypothesis.ts'
import { mean } from './location.ts'
import type { Compared } from './others.ts'

/** A quantity above 0, one of a run. */
export interface Quantity extends Omit<ComparedMetric, 'id'> {
  readonly of: (run: RunQuantities) => number | undefined
}

/** A quantity by its logarithm, turned so that worse is more; undefined where there is nothing above 0 on both sides. */
export function ratio(
  { heads, differ, method, options }: Compared,
  metric: string,
  { of, better, unit = '', per }: Quantity,
): Hypothesis | undefined {
  const sign = better === 'lower' ? 1 : -1
  const scaled = (run: RunQuantities) => {
    const value = of(run)
    return isRatio(value) ? sign * Math.log(value) : Number.NaN
  }
  const { sd, df } = method.ratioPrior
  const tested = estimateAlone(
    differ((run) => [scaled(run)]),
    { variance: sd ** 2, df, mostDf: method.mostDf },
  )
  if (tested === undefined) return undefined
  const shown = (change: number) => Math.expm1(sign * change)
  const after = Math.exp(mean(heads.map(of).filter(isRatio).map(Math.log)))
  const worth = better === 'lower' ? Math.log1p(options.margin) : -Math.log1p(-options.margin)
  return {
    ...{ family: 'others', label: ALL, metric, tested, whole: tested },
    matters: { tested: worth, whole: worth },
    shown,
    figures: {
      ...{ before: after / (1 + shown(tested.value)), after, better },
      ...(per === undefined ? { unit } : { unit: perRequest(unit), per }),
    },
  }
}

/** What a unit becomes when it is divided by requests per second: a core for a second is a second of CPU. */
function perRequest(unit: string): string {
  if (unit === 'cores') return 's'
  if (unit === '1/s') return ''
  return unit.endsWith('/s') ? unit.slice(0, -2) : unit
}

/** A number of which there may be a ratio. */
export function isRatio(value: number | undefined): value is number {
  return value !== undefined && value > 0 && Number.isFinite(value)
}
