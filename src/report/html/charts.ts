import { figure, milliseconds, rate } from '../../core/figure.ts'
import type { Test } from '../../core/plan.ts'
import type { MetricResult } from '../../core/series.ts'
import { clean } from '../clean.ts'
import type { Result } from '../result.ts'
import { timeline } from '../timeline.ts'
import { lineChart } from './line-chart.ts'
import { html, type Markup } from './markup.ts'
import { byteTicks } from './ticks.ts'

/** Latency and throughput over the time of the run. */
export function loadCharts({ summary, run }: Result): readonly Markup[] {
  const moments = timeline(summary, 120)
  if (moments.length < 2) return []
  const axis = {
    seconds: (summary.total.last - summary.total.first) / 1000,
    shade: { until: rampOf(run.test) / 1000, words: 'ramp' },
  }
  const failed = moments.some(({ errors }) => errors > 0)
  return [
    lineChart({
      ...axis,
      title: 'Latency of successful samples',
      words: milliseconds,
      lines: (['p50', 'p95', 'p99'] as const).map((name, i) => ({
        name,
        colour: i + 1,
        points: moments.map((moment) => [moment.at, moment[name]]),
      })),
    }),
    lineChart({
      ...axis,
      title: 'Samples per second',
      words: rate,
      lines: [
        { name: 'all', colour: 1, points: moments.map((moment) => [moment.at, moment.rate]) },
        ...(failed
          ? [{ name: 'failed', colour: 4, points: moments.map((moment) => [moment.at, moment.errors] as const) }]
          : []),
      ],
    }),
  ]
}

/** Each step of a stress test has a ramp of its own, too short to be shown. */
function rampOf({ rampMs, steps }: Test): number {
  return steps === undefined ? rampMs : 0
}

/** Series that one chart shows; more are not told apart. */
const LINES = 6

/** A metric over its window, with the query that was asked. */
export function metricChart({ id, side, query, source, unit, state, why, window, series }: MetricResult): Markup {
  const said =
    state === 'ok'
      ? ''
      : `${state === 'partial' ? 'with gaps' : state === 'failed' ? 'failed' : 'no data'}${why ? `: ${why}` : ''}`
  const chart = lineChart({
    title: side === undefined ? clean(id) : `${clean(id)} of the ${side}`,
    seconds: window.end - window.start,
    words: (value) => figure(value, unit === undefined ? '' : clean(unit, 12)),
    ...(unit === 'bytes' ? { ticks: byteTicks } : {}),
    lines: series.slice(0, LINES).map(({ labels, points }, i) => ({
      name: nameOf(labels),
      colour: i + 1,
      points: points.map(([at, value]) => [at - window.start, value]),
    })),
  })
  const more = series.length > LINES ? `the first ${LINES} of ${series.length} series` : ''
  return html`${chart}<p class="soft">${[said, more].filter((part) => part !== '').join('; ')} <code>${clean(query, 600)}</code> asked of ${clean(source)}</p>`
}

function nameOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return clean(pairs.join(', ') || 'value', 80)
}
