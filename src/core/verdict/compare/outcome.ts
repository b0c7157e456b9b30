import type { Comparison } from '../comparison.ts'
import { bounds, type Hypothesis, matters } from './hypothesis.ts'
import { CONFIDENCE, type Method, RULED_OUT, WARN_ALPHA } from './method.ts'
import { PASSED } from './panel.ts'
import { rejected } from './reject.ts'

/** What the hypotheses come to. A history of runs finds as pairs do; what that is called is not decided here. */
export interface Assessment {
  readonly outcome: Comparison['outcome']
  /** Proven at alpha and beyond the margin. */
  readonly worse: readonly Hypothesis[]
  /** Beyond the margin, and too likely by chance to be called proven. */
  readonly suspect: readonly Hypothesis[]
  /** What a pass would have had to rule out, and could not. */
  readonly open: readonly Hypothesis[]
  /** Of errors, throughput and metrics: beyond the margin, and as likely by chance. */
  readonly unsettled: readonly Hypothesis[]
}

/** Five outcomes less the invalid one: claimed only with evidence, passed only where a bound rules the limits out. */
export function assess(
  all: readonly Hypothesis[],
  { method, alpha, commonLimit }: { readonly method: Method; readonly alpha: number; readonly commonLimit: number },
): Assessment {
  const { commonShare } = method
  const worse = [...rejected(all, { alpha, commonShare })].filter(matters)
  // latencies are suspected at the full level beside the third family too, so that it lets nothing pass
  const apart = [all.filter(({ family }) => family !== 'others'), all.filter(({ family }) => family === 'others')]
  const suspect = apart
    .flatMap((family) => [...rejected(family, { alpha: WARN_ALPHA, commonShare })])
    .filter(matters)
    .filter((hypothesis) => !worse.includes(hypothesis))
  const judged = all.filter(
    ({ family, metric }) => family !== 'others' && (PASSED as readonly string[]).includes(metric),
  )
  const open = judged.filter((hypothesis) => !(upper(hypothesis) < limitOf(hypothesis, commonLimit)))
  const unsettled = apart[1]!.filter(matters).filter((hypothesis) => ![...worse, ...suspect].includes(hypothesis))
  return { outcome: outcome(worse, suspect, open.length > 0 || judged.length === 0), worse, suspect, open, unsettled }
}

function outcome(worse: readonly unknown[], suspect: readonly unknown[], open: boolean): Comparison['outcome'] {
  if (worse.length > 0) return 'regression'
  if (suspect.length > 0) return 'warn'
  return open ? 'inconclusive' : 'pass'
}

/** The log change that a pass must rule out of it. */
export function limitOf({ family }: Hypothesis, commonLimit: number): number {
  return family === 'common' ? commonLimit : RULED_OUT.label
}

function upper({ whole }: Hypothesis): number {
  return bounds(whole, CONFIDENCE).high
}
