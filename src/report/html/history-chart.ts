import { milliseconds } from '../../core/figure.ts'
import { runQuantities } from '../../core/verdict/compare/run-quantities.ts'
import type { RunQuantities } from '../../core/verdict/quantities.ts'
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

interface Dot {
  /** Of the commit, short; of this run: now. */
  readonly name: string
  readonly ms: number
}

/** The p95 of what moved most, or else of the slowest labels, in the earlier runs and in this one. */
export function historyCharts(result: Result): readonly Markup[] {
  const { history, verdict, summary, metrics } = result
  if (history?.state !== 'read' || verdict.comparison?.state !== 'compared') return []
  const now = runQuantities(summary, metrics)
  const earlier = history.baseline.runs.toReversed() // time goes to the right
  return labelsOf(result, now).flatMap((label) => {
    const before = earlier.flatMap(({ revision, quantities }) => dot(revision.slice(0, 7), p95Of(quantities, label)))
    const [last] = dot('now', p95Of(now, label))
    if (last === undefined || before.length === 0) return []
    const moved = verdict.findings.find((finding) => finding.label === label && finding.metric === 'p95')?.outcome
    return [
      chart(label, { dots: [...before, last], tone: moved === 'regression' || moved === 'warn' ? 'bad' : 'good' }),
    ]
  })
}

function labelsOf({ verdict }: Result, { labels }: RunQuantities): readonly string[] {
  const moved = verdict.findings
    .filter(({ label, outcome }) => label !== '*' && (outcome === 'regression' || outcome === 'warn'))
    .map(({ label }) => label)
  if (moved.length > 0) return [...new Set(moved)].slice(0, MOST)
  const slowest = [...labels].sort((a, b) => (b.quantiles.p95?.ln ?? 0) - (a.quantiles.p95?.ln ?? 0))
  return slowest.slice(0, 1).map(({ label }) => label)
}

function p95Of({ labels }: RunQuantities, label: string): number | undefined {
  return labels.find((one) => one.label === label)?.quantiles.p95?.ln
}

function dot(name: string, ln: number | undefined): readonly Dot[] {
  return ln === undefined ? [] : [{ name, ms: Math.exp(ln) }]
}

function chart(label: string, { dots, tone }: { readonly dots: readonly Dot[]; readonly tone: string }): Markup {
  const levels = ticks(Math.max(...dots.map(({ ms }) => ms)))
  const top = levels.at(-1) ?? 1
  const x = (i: number) => LEFT + ((i + 0.5) / dots.length) * (WIDTH - LEFT - RIGHT)
  const y = (ms: number) => HEIGHT - BOTTOM - (ms / top) * (HEIGHT - TOP - BOTTOM)
  const title = `p95 of ${clean(label)}, run by run`
  return html`<figure>
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${levels.map((level) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(level)}" y2="${y(level)}"/><text x="${LEFT - 8}" y="${y(level) + 4}" text-anchor="end">${milliseconds(level)}</text>`)}
${dots.map(({ name, ms }, i) => {
  const last = i === dots.length - 1
  const words = last
    ? html`<text class="now" x="${x(i)}" y="${y(ms) - 11}" text-anchor="middle">${milliseconds(ms)}</text>`
    : ''
  return html`<circle class="${last ? `dot ${tone}` : 'dot'}" cx="${x(i)}" cy="${y(ms)}" r="${last ? 6 : 4}"><title>${name}: ${milliseconds(ms)}</title></circle>${words}<text x="${x(i)}" y="${HEIGHT - 8}" text-anchor="middle">${dots.length <= 12 || last || i === 0 ? name : ''}</text>
`
})}</svg>
</figure>
`
}
