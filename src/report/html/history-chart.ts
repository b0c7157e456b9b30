import { figure } from '../../core/figure.ts'
import { runQuantities } from '../../core/verdict/compare/run-quantities.ts'
import type { Finding } from '../../core/verdict/finding.ts'
import type { RunQuantities } from '../../core/verdict/quantities.ts'
import { sameMetrics } from '../../core/verdict/same-metrics.ts'
import { clean } from '../clean.ts'
import type { Result } from '../result.ts'
import { html, type Markup } from './markup.ts'
import { ticks } from './ticks.ts'

const WIDTH = 1000
const HEIGHT = 200
const LEFT = 80
const RIGHT = 32
const TOP = 24
const BOTTOM = 26
/** More charts than this nobody compares. */
const MOST = 3

/** Something of a run that is shown run by run. */
interface Shown {
  readonly title: string
  readonly of: (run: RunQuantities) => number | undefined
  readonly unit: string
  readonly tone: 'good' | 'bad'
}

interface Dot {
  /** Of the commit, short; of this run: now. */
  readonly name: string
  readonly value: number
}

/** What moved most, of a label its p95, or else the p95 of the slowest label, in the earlier runs and in this one. */
export function historyCharts(result: Result): readonly Markup[] {
  const { history, verdict, summary, metrics, run } = result
  if (history?.state !== 'read' || verdict.comparison?.state !== 'compared') return []
  const now = runQuantities(summary, metrics)
  const known = sameMetrics(run.test.metrics)
  const earlier = history.baseline.runs.toReversed() // time goes to the right
  return chosen(result, now).flatMap((shown) => {
    const before = earlier.flatMap((record) => dot(record.revision.slice(0, 7), shown.of(known(record))))
    const [last] = dot('now', shown.of(now))
    return last === undefined || before.length === 0 ? [] : [chart(shown, [...before, last])]
  })
}

function chosen({ verdict }: Result, { labels }: RunQuantities): readonly Shown[] {
  const moved = verdict.findings.filter(({ outcome }) => outcome === 'regression' || outcome === 'warn')
  const shown = moved.flatMap((finding) => shownOf(finding, 'bad'))
  const charts = [...new Map(shown.map((one) => [one.title, one])).values()]
  if (charts.length > 0) return charts.slice(0, MOST)
  const slowest = [...labels].sort((a, b) => (b.quantiles.p95?.ln ?? 0) - (a.quantiles.p95?.ln ?? 0))
  return slowest.slice(0, 1).flatMap(({ label }) => shownOf({ label, metric: 'p95' }, 'good'))
}

/** Nothing of what all labels share, which is no one figure of a run. */
function shownOf(
  { label, metric, unit = '' }: Pick<Finding, 'label' | 'metric' | 'unit'>,
  tone: Shown['tone'],
): Shown[] {
  if (metric === 'error-rate') {
    const whose = label === '*' ? 'all labels' : clean(label)
    return [{ title: `Errors of ${whose}, run by run`, of: (run) => failed(run, label), unit: 'share', tone }]
  }
  if (metric === 'throughput')
    return [{ title: 'Throughput, run by run', of: ({ throughput }) => throughput, unit: '1/s', tone }]
  if (!/^p\d+$/.test(metric))
    return [
      { title: `${clean(metric)}, run by run`, of: ({ metrics }) => metrics[metric], unit: clean(unit, 12), tone },
    ]
  if (label === '*') return []
  const of = ({ labels }: RunQuantities) => labels.find((one) => one.label === label)?.quantiles.p95?.ln
  return [{ title: `p95 of ${clean(label)}, run by run`, of: (run) => exp(of(run)), unit: 'ms', tone }]
}

function exp(ln: number | undefined): number | undefined {
  return ln === undefined ? undefined : Math.exp(ln)
}

function failed({ labels }: RunQuantities, label: string): number | undefined {
  const asked = labels.filter((one) => label === '*' || one.label === label)
  const count = asked.reduce((sum, one) => sum + one.count, 0)
  return count === 0 ? undefined : asked.reduce((sum, { errors }) => sum + errors, 0) / count
}

function dot(name: string, value: number | undefined): readonly Dot[] {
  return value === undefined || !(value >= 0) ? [] : [{ name, value }]
}

function chart({ title, unit, tone }: Shown, dots: readonly Dot[]): Markup {
  const levels = ticks(Math.max(...dots.map(({ value }) => value)))
  const top = levels.at(-1) ?? 1
  const x = (i: number) => LEFT + ((i + 0.5) / dots.length) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM)
  return html`<figure>
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${levels.map((level) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(level)}" y2="${y(level)}"/><text x="${LEFT - 8}" y="${y(level) + 4}" text-anchor="end">${figure(level, unit)}</text>`)}
${dots.map(({ name, value }, i) => {
  const last = i === dots.length - 1
  const words = last
    ? html`<text class="now" x="${x(i)}" y="${y(value) - 11}" text-anchor="middle">${figure(value, unit)}</text>`
    : ''
  return html`<circle class="${last ? `dot ${tone}` : 'dot'}" cx="${x(i)}" cy="${y(value)}" r="${last ? 6 : 4}"><title>${name}: ${figure(value, unit)}</title></circle>${words}<text x="${x(i)}" y="${HEIGHT - 8}" text-anchor="middle">${dots.length <= 12 || last || i === 0 ? name : ''}</text>
`
})}</svg>
</figure>
`
}
