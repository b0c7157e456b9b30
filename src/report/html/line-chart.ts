import { duration } from '../../core/figure.ts'
import { html, type Markup } from './markup.ts'
import { ticks, timeTicks } from './ticks.ts'

export interface Line {
  readonly name: string
  /** Which of the page's colours, from 1. */
  readonly colour: number
  /** Seconds since the start, and a value; null is a gap. */
  readonly points: readonly (readonly [at: number, value: number | null])[]
  readonly dashed?: true
}

export interface LineChart {
  readonly title: string
  readonly seconds: number
  readonly lines: readonly Line[]
  /** The first seconds are shaded, and say why. */
  readonly shade?: { readonly until: number; readonly words: string }
  /** A value that is marked across the chart. */
  readonly bound?: { readonly value: number; readonly words: string }
  /** When the run ended, in seconds; what lies beyond is not measured. */
  readonly end?: number
  /** Round values from 0 to at least the highest. */
  readonly ticks?: (most: number) => readonly number[]
  /** A value in words. */
  readonly words: (value: number) => string
}

const WIDTH = 1000
const HEIGHT = 220
const LEFT = 80
const RIGHT = 32
const TOP = 10
const BOTTOM = 26
/** The width of a letter, about. */
const LETTER = 8

/** Lines over the time of the run, over zero; a tooltip at every point in time. */
export function lineChart(chart: LineChart): Markup {
  const { title, seconds, lines, shade, bound, words } = chart
  const values = [
    ...lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? [])),
    ...(bound ? [bound.value] : []),
  ]
  if (values.length === 0) return html`<figure><figcaption>${title}</figcaption><p class="none">No data</p></figure>`
  const low = values.reduce((least, value) => Math.min(least, value), 0)
  const levels = [
    ...(low < 0 ? [low] : []),
    ...(chart.ticks ?? ticks)(values.reduce((most, value) => Math.max(most, value), 0)),
  ]
  const top = levels.at(-1) ?? 1
  const x = (at: number) => LEFT + (at / Math.max(seconds, 1e-9)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => HEIGHT - BOTTOM - ((value - low) / (top - low || 1)) * (HEIGHT - TOP - BOTTOM)
  return html`<figure>
<figcaption>${title}${lines.length > 1 ? legend(lines) : ''}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${shade && shade.until > 0 && shade.until < seconds ? shaded(shade, x) : ''}
${levels.map((level) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(level)}" y2="${y(level)}"/><text x="${LEFT - 8}" y="${y(level) + 4}" text-anchor="end">${words(level)}</text>`)}
${timeTicks(seconds).map((at) => html`<text x="${x(at)}" y="${HEIGHT - 8}" text-anchor="middle">${at === 0 ? '0' : duration(at * 1000)}</text>`)}
${chart.end === undefined ? '' : html`<line class="mark" x1="${x(chart.end)}" x2="${x(chart.end)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${x(chart.end) + 6}" y="${HEIGHT - BOTTOM - 8}">after the run</text>`}
${bound === undefined ? '' : html`<line class="bound" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(bound.value)}" y2="${y(bound.value)}"/><text class="bad" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${y(bound.value) - 6}" text-anchor="middle">${bound.words}</text>`}
${lines.map((line) => html`<path class="line c${line.colour}${line.dashed ? ' dashed' : ''}" d="${path(line, x, y)}"/>`)}
${tooltips(lines, x, words)}
</svg>
</figure>
`
}

function shaded({ until, words }: NonNullable<LineChart['shade']>, x: (at: number) => number): Markup {
  const fits = words.length * LETTER < x(until) - LEFT
  return html`<rect class="ramp" x="${LEFT}" y="${TOP}" width="${x(until) - LEFT}" height="${HEIGHT - TOP - BOTTOM}"/><text x="${x(until) + (fits ? -6 : 6)}" y="${TOP + 14}" text-anchor="${fits ? 'end' : 'start'}">${words}</text>`
}

function legend(lines: readonly Line[]): Markup {
  return html`<span class="legend">${lines.map(({ name, colour }) => html`<span><i class="c${colour}"></i>${name}</span>`)}</span>`
}

function path({ points }: Line, x: (at: number) => number, y: (value: number) => number): string {
  let pen = 'M'
  const steps: string[] = []
  for (const [at, value] of points) {
    if (value === null) pen = 'M'
    else {
      steps.push(`${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
      pen = 'L'
    }
  }
  return steps.join('')
}

/** Bands over the whole height, each of which tells the values of its time: no script is needed. */
function tooltips(
  lines: readonly Line[],
  x: (at: number) => number,
  words: (value: number) => string,
): readonly Markup[] {
  const times = lines[0]?.points.map(([at]) => at) ?? []
  return times.map((at, i) => {
    const width = Math.max(1, x(times[i + 1] ?? at + (at - (times[i - 1] ?? 0))) - x(at))
    const said = lines.map(({ name, points }) => {
      const value = points[i]?.[1]
      return `${name} ${value === null || value === undefined ? 'no data' : words(value)}`
    })
    const left = Math.max(LEFT, x(at) - width / 2)
    return html`<rect class="hit" x="${left}" y="${TOP}" width="${Math.min(width, WIDTH - RIGHT - left)}" height="${HEIGHT - TOP - BOTTOM}"><title>${duration(at * 1000)}: ${said.join(', ')}</title></rect>`
  })
}
