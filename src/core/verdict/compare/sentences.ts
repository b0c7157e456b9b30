import { plain, share } from '../../figure.ts'
import type { Shown } from './findings.ts'
import { bounds } from './hypothesis.ts'
import { CONFIDENCE } from './method.ts'

/** `"POST /checkout" became 31 % slower at p95 than in the last 5 runs (between 24 % and 39 %).` */
export function movement(shown: Shown, than: string): string {
  const { beside, state } = shown
  const against = beside ? 'than the other labels did' : than
  return `${subject(shown)} ${state === 'suspect' ? 'may have ' : ''}${verb(shown)} ${against} (${between(shown)}).`
}

/** `over all labels p95 changed by 0.8 % (between -1.2 % and 2.9 %)`. */
export function change(shown: Shown): string {
  const { finding, hypothesis } = shown
  const of = hypothesis.family === 'common' ? 'over all labels' : `of "${finding.label}"`
  return `${finding.metric} ${of} changed by ${share(finding.change)} (${between(shown)})`
}

/** `"GET /cart" may be up to 34 % slower at p95`. */
export function possible(shown: Shown): string {
  const { hypothesis } = shown
  const most = share(hypothesis.shown(bounds(hypothesis.whole, CONFIDENCE).high))
  return `${subject(shown)} may be up to ${most} slower at ${hypothesis.metric}`
}

function subject({ hypothesis: { family, label, metric } }: Shown): string {
  if (family === 'common') return 'All labels together'
  if (family === 'labels') return `"${label}"`
  if (metric === 'error-rate') return label === '*' ? 'The error rate' : `The error rate of "${label}"`
  return metric === 'throughput' ? 'Throughput' : `Metric "${metric}"`
}

function verb({ state, hypothesis, finding }: Shown): string {
  const size = Math.abs(finding.change)
  if (hypothesis.family !== 'others')
    return `${state === 'suspect' ? 'become' : 'became'} ${share(size)} slower at ${finding.metric}`
  const [up, down] = state === 'suspect' ? ['risen', 'fallen'] : ['rose', 'fell']
  const by = finding.metric === 'error-rate' ? `${plain(size * 100, 2)} points` : share(size)
  return `${finding.change > 0 ? up : down} by ${by}`
}

function between({ finding: { metric, low, high } }: Shown): string {
  if (metric === 'error-rate') return `between ${plain(low * 100, 2)} and ${plain(high * 100, 2)} points`
  return `between ${share(low)} and ${share(high)}`
}
