import { plain, share } from '../../figure.ts'
import type { Shown } from './findings.ts'
import { bounds } from './hypothesis.ts'
import { CONFIDENCE } from './method.ts'

/** `"POST /checkout" became 31 % slower at p95 than the last 5 runs (between 24 % and 39 %).` */
export function movement(shown: Shown, reference: string): string {
  const { beside, state, hypothesis } = shown
  const than = hypothesis.family === 'others' ? 'against' : 'than'
  const against = beside ? 'than the other labels did' : `${than} ${reference}`
  return `${subject(shown)} ${state === 'suspect' ? 'may have ' : ''}${verb(shown)} ${against} (${range(shown)}).`
}

/** `p95 over all labels changed by 0.8 % (between -1.2 % and 2.9 %)`. */
export function change({ finding, hypothesis }: Shown): string {
  const of = hypothesis.family === 'common' ? 'over all labels' : `of "${finding.label}"`
  return `${finding.metric} ${of} changed by ${share(finding.change)} (${between(finding.low, finding.high)})`
}

/** `"GET /cart" may be up to 34 % slower at p95`. */
export function possible(shown: Shown): string {
  const { hypothesis } = shown
  const most = share(hypothesis.shown(bounds(hypothesis.whole, CONFIDENCE).high))
  return `${subject(shown)} may be up to ${most} slower at ${hypothesis.metric}`
}

function subject({ hypothesis: { family, label, metric }, finding }: Shown): string {
  if (family === 'common') return 'All labels'
  if (family === 'labels') return `"${label}"`
  if (metric === 'error-rate') return label === '*' ? 'The error rate' : `The error rate of "${label}"`
  return metric === 'throughput'
    ? 'Throughput'
    : `Metric "${metric}"${finding.per === undefined ? '' : ` per ${finding.per}`}`
}

function verb({ state, hypothesis, finding }: Shown): string {
  const size = Math.abs(finding.change)
  const suspect = state === 'suspect'
  if (hypothesis.family !== 'others')
    return `${suspect ? 'become' : 'became'} ${share(size)} ${finding.change > 0 ? 'slower' : 'faster'} at ${finding.metric}`
  const [up, down] = suspect ? ['risen', 'fallen'] : ['rose', 'fell']
  const by = finding.metric === 'error-rate' ? `${plain(size * 100, 2)} points` : share(size)
  return `${finding.change > 0 ? up : down} by ${by}`
}

/** The interval in the direction of the change: faster by between 9 % and 24 %. */
function range({ finding: { metric, change, low, high } }: Shown): string {
  const [least, most] = change > 0 ? [low, high] : [-high, -low]
  if (metric === 'error-rate') return `between ${plain(least * 100, 2)} and ${plain(most * 100, 2)} points`
  return between(least, most)
}

function between(low: number, high: number): string {
  return `between ${share(low)} and ${share(high)}`
}
