import { count, milliseconds, rate, share } from '../../core/figure.ts'
import type { StressPart } from '../section.ts'
import { html, type Markup } from './markup.ts'
import { logTicks, ticks } from './ticks.ts'

const WIDTH = 1000
const HEIGHT = 240
const LEFT = 80
const RIGHT = 32
const TOP = 18
const BOTTOM = 40
const NONE = '–'

type Steps = StressPart['steps']

/** What was asked and what was answered, step by step, with the capacity in it: two charts over the load, and the figures. */
export function stepsPart(part: StressPart): Markup {
  const { steps } = part
  if (steps.length < 2) return stepsTable(steps)
  return html`${answeredChart(part)}${latencyChart(part)}${stepsTable(steps)}`
}

/** Places on the charts' common axis of the load asked for. */
interface Axis {
  readonly x: (load: number) => number
  readonly loads: readonly number[]
}

function axisOf({ steps, capacity }: StressPart): Axis {
  const loads = ticks(Math.max(...steps.map(({ offered }) => offered), capacity?.load ?? 0), 6)
  const most = loads.at(-1) ?? 1
  return { x: (load) => LEFT + (load / most) * (WIDTH - LEFT - RIGHT), loads }
}

function answeredChart(part: StressPart): Markup {
  const { steps } = part
  const axis = axisOf(part)
  const levels = ticks(Math.max(...steps.flatMap(({ offered, achieved }) => [offered, achieved])))
  const y = scale([0, levels.at(-1) ?? 1], (value) => value)
  const asked = line(steps.map(({ offered }) => [axis.x(offered), y(offered)]))
  const answered = line(steps.map(({ offered, achieved }) => [axis.x(offered), y(achieved)]))
  const body = html`<path class="line mark" d="${asked}"/><path class="line c1" d="${answered}"/>
${dots(steps, axis, ({ achieved }) => y(achieved))}`
  return chart({
    part,
    axis,
    title: 'Requests answered, by requests asked for (dashed: all of them)',
    levels,
    y,
    words: rate,
    body,
  })
}

function latencyChart(part: StressPart): Markup {
  const steps = part.steps.filter(({ p95 }) => p95 !== null)
  const known = steps.map(({ p95 }) => Math.max(p95 ?? 0, 0.1))
  if (known.length < 2) return html``
  const axis = axisOf(part)
  const [low, high] = [Math.min(...known) / 1.5, Math.max(...known) * 1.5]
  const y = scale([low, high], Math.log)
  const at = (p95: number | null) => y(Math.max(p95 ?? 0, 0.1))
  const path = line(steps.map(({ offered, p95 }) => [axis.x(offered), at(p95)]))
  const body = html`<path class="line c2" d="${path}"/>
${dots(steps, axis, ({ p95 }) => at(p95))}`
  const levels = logTicks(low, high)
  return chart({ part, axis, title: 'p95 of the answers, by requests asked for', levels, y, words: milliseconds, body })
}

function scale([low, high]: readonly [number, number], of: (value: number) => number): (value: number) => number {
  const span = of(high) - of(low) || 1
  return (value) => HEIGHT - BOTTOM - ((of(value) - of(low)) / span) * (HEIGHT - TOP - BOTTOM)
}

function line(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}

function dots(steps: Steps, { x }: Axis, y: (step: Steps[number]) => number): readonly Markup[] {
  return steps.map(
    (step) =>
      html`<circle class="dot ${step.borne ? 'good' : 'bad'}" cx="${x(step.offered)}" cy="${y(step)}" r="5"><title>${told(step)}</title></circle>
`,
  )
}

function told({ offered, threads, achieved, p95, errors }: Steps[number]): string {
  const asked = threads === undefined ? `${rate(offered)} asked` : `${count(threads)} threads`
  const slow = p95 === null ? '' : `, p95 ${milliseconds(p95)}`
  return `${asked}, ${rate(achieved)} answered${slow}, ${share(errors)} errors`
}

interface Chart {
  readonly part: StressPart
  readonly axis: Axis
  readonly title: string
  readonly levels: readonly number[]
  readonly y: (value: number) => number
  readonly words: (value: number) => string
  readonly body: Markup
}

function chart({ part, axis: { x, loads }, title, levels, y, words, body }: Chart): Markup {
  return html`<figure>
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${levels.map((level) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(level)}" y2="${y(level)}"/><text x="${LEFT - 8}" y="${y(level) + 4}" text-anchor="end">${words(level)}</text>`)}
${loads.map((load) => html`<text x="${x(load)}" y="${HEIGHT - 20}" text-anchor="middle">${load === 0 ? '0' : rate(load)}</text>`)}
${capacityMark(part, x)}
${body}</svg>
</figure>
`
}

/** A line at the capacity; there is none where nothing broke. */
function capacityMark({ capacity }: StressPart, x: (load: number) => number): Markup {
  if (capacity?.state !== 'found') return html``
  const at = x(capacity.load)
  const anchor = at > WIDTH - 200 ? 'end' : 'start'
  return html`<line class="mark" x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${HEIGHT - BOTTOM}"/><text class="now" x="${at + (anchor === 'end' ? -6 : 6)}" y="${TOP}" text-anchor="${anchor}">bears ${rate(capacity.load)}</text>`
}

function stepsTable(steps: Steps): Markup {
  const threads = steps.some((step) => step.threads !== undefined)
  return html`<div class="wide"><table><thead><tr>${threads ? html`<th class="n">Threads</th>` : ''}<th class="n">${threads ? 'Would ask' : 'Asked'}</th><th class="n">Answered</th><th class="n">Of it</th><th class="n">p95</th><th class="n">Errors</th><th>Result</th></tr></thead><tbody>
${steps.map((step) => {
  const { offered, achieved, p95, errors, borne } = step
  const first = step.threads === undefined ? '' : html`<td class="n">${count(step.threads)}</td>`
  return html`<tr>${first}<td class="n">${rate(offered)}</td><td class="n">${rate(achieved)}</td><td class="n">${offered > 0 ? share(achieved / offered, 3) : NONE}</td><td class="n">${p95 === null ? NONE : milliseconds(p95)}</td><td class="n">${errors === 0 ? '0' : share(errors)}</td><td class="s ${borne ? 'good' : 'bad'}">${borne ? 'borne' : 'too much'}</td></tr>
`
})}</tbody></table></div>
`
}
