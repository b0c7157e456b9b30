import { count } from '../../figure.ts'
import type { Screened } from '../../plan.ts'
import type { Comparison, ComparisonOptions } from '../comparison.ts'
import { FALSE_ALARMS_OF_SCREEN } from './false-alarms.ts'
import type { Pair } from './pairs.ts'
import { confirmInPairs, type Suspicion } from './screen.ts'
import type { Looked } from './until-decided.ts'

/**
 * The one look at the pairs that are to confirm what a history made suspect; undefined: there are fewer than `most`. What
 * they can't tell stays suspect. Source: verdict.md 7, flow B.
 */
export function lookToConfirm(
  pairs: readonly Pair[],
  screened: Screened,
  { most, ...options }: ComparisonOptions & { readonly most: number },
): Looked | undefined {
  if (pairs.length < most) return undefined
  const { comparison, untold } = confirmInPairs(pairs.slice(0, most), screened.suspected, options)
  const found = comparison.outcome === 'regression'
  return {
    pairs: most,
    decided: true,
    comparison: {
      ...comparison,
      outcome: untold.length > 0 && !found ? 'warn' : comparison.outcome,
      reasons: [...steps(comparison, screened), ...(untold.length > 0 && !found ? [stillOpen(untold)] : [])],
      visible: screened.visible, // what the history does not see, no pair is asked about
      falseAlarms: FALSE_ALARMS_OF_SCREEN,
    },
  }
}

/** Both steps, and what the second shows: first what was confirmed, or else that nothing was. */
function steps({ outcome, reasons, size }: Comparison, { runs, branch, suspected }: Screened): readonly string[] {
  const [first = '', ...others] = reasons
  const before = `Suspected against ${count(runs)} earlier ${runs === 1 ? 'run' : 'runs'} of ${branch} (${names(suspected)})`
  return outcome === 'regression'
    ? [first, `${before}, and confirmed in ${count(size)} pairs.`, ...others]
    : [`${before}, and not confirmed in ${count(size)} pairs. ${first}`, ...others]
}

function stillOpen(untold: readonly Suspicion[]): string {
  return `These pairs can't tell of ${names(untold)}, which the earlier runs make suspect.`
}

const SHOWN = 3

function names(suspected: readonly Suspicion[]): string {
  const all = [...new Set(suspected.map(nameOf))]
  return [...all.slice(0, SHOWN), ...(all.length > SHOWN ? [`${count(all.length - SHOWN)} more`] : [])].join(', ')
}

function nameOf({ family, label, metric }: Suspicion): string {
  if (family === 'common') return 'all labels'
  if (family === 'labels') return `"${label}"`
  if (metric === 'error-rate') return label === '*' ? 'the error rate' : `the error rate of "${label}"`
  return metric === 'throughput' ? 'the throughput' : `metric "${metric}"`
}
