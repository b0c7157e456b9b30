import { duration, figure } from '../../core/figure.ts'
import { watch } from '../../core/verdict/endurance/watch.ts'
import type { Watched } from '../../core/verdict/endurance/watched.ts'
import type { Finding, GrowthFound } from '../../core/verdict/finding.ts'
import { clean } from '../clean.ts'
import type { Result } from '../result.ts'
import { type Line, lineChart } from './line-chart.ts'
import type { Markup } from './markup.ts'
import { byteTicks } from './ticks.ts'

/** More charts than this nobody compares. */
const MOST = 4

/** How far beyond its end a run is drawn on, as a share of its time; a limit within that is drawn where it is reached. */
const AHEAD = { least: 0.15, most: 1.5 }

type Grown = Finding & { readonly growth: GrowthFound }

/** What grew over the run, block by block, with its line and the limit that it runs into. */
export function growthCharts(result: Result): readonly Markup[] {
  const { run, summary, manifests, metrics, verdict } = result
  const grown = verdict.findings.filter((finding): finding is Grown => finding.growth !== undefined)
  const moved = oneOfLabel(grown.filter(({ outcome, growth: { kind } }) => outcome !== 'pass' || kind !== 'steady'))
  if (moved.length === 0) return []
  const watching = watch({ test: run.test, run: run.id, summary, manifests, metrics })
  if (watching === undefined) return []
  return moved.slice(0, MOST).flatMap((finding) => {
    const watched = watching.watched.find(({ label, metric }) => label === finding.label && metric === finding.metric)
    return watched === undefined ? [] : [chart(finding, watched, { ...watching.span, began: summary.total.first })]
  })
}

/** Where both grew, p95 says what p50 does. */
function oneOfLabel(moved: readonly Grown[]): readonly Grown[] {
  const shown = (label: string) => moved.some((other) => other.metric === 'p95' && other.label === label)
  return moved.filter(({ label, metric, growth }) => growth.of !== 'latency' || metric === 'p95' || !shown(label))
}

interface Times {
  /** ms since 1970: of the time that counts, and of the run. */
  readonly from: number
  readonly to: number
  readonly began: number
}

function chart(finding: Grown, watched: Watched, times: Times): Markup {
  const { from, to, began } = times
  const { unit, reaches } = finding.growth
  const seconds = (at: number) => (at - began) / 1000
  const blocks: Line = {
    name: 'block by block',
    colour: 1,
    points: watched.blocks.map(([at, value]) => [seconds(at), watched.worse * value]),
  }
  const ahead = aheadMs(finding, to - began)
  const limit = reaches === undefined || ahead < (reaches.after ?? Number.POSITIVE_INFINITY) ? undefined : reaches.bound
  const words = (value: number) => figure(value, unit === undefined ? '' : clean(unit, 12))
  return lineChart({
    title: titleOf(finding),
    seconds: seconds(to + ahead),
    shade: { until: seconds(from), words: 'does not count' },
    words,
    ...(unit === 'bytes' ? { ticks: byteTicks } : {}),
    lines: [blocks, ...trend(finding, times, ahead)],
    ...(limit === undefined ? {} : { bound: { value: limit, words: `limit ${words(limit)}` } }),
    ...(ahead === 0 ? {} : { end: seconds(to) }),
  })
}

/** Its line over the time that counts, and beyond the end of the run. */
function trend({ growth, before = 0, after = 0 }: Grown, { from, to, began }: Times, ahead: number): readonly Line[] {
  if (growth.kind !== 'leak') return []
  const seconds = (at: number) => (at - began) / 1000
  const beyond = after + (growth.perHour.value * ahead) / 3_600_000
  return [
    {
      name: 'its line',
      colour: 4,
      dashed: true,
      points: [
        [seconds(from), before],
        [seconds(to), after],
        [seconds(to + ahead), beyond],
      ],
    },
  ]
}

function aheadMs({ growth: { kind, reaches } }: Grown, runMs: number): number {
  if (kind !== 'leak') return 0
  const after = reaches?.after ?? undefined
  if (after === undefined || after > AHEAD.most * runMs) return AHEAD.least * runMs
  return Math.max(AHEAD.least * runMs, after * 1.05)
}

function titleOf({ label, metric, growth: { of, reaches, kind } }: Grown): string {
  const name = of === 'metric' || of === 'throughput' ? metric : metric === 'error-rate' ? 'error rate' : metric
  const whose =
    label === '*'
      ? of === 'latency' || of === 'errors'
        ? ' over all labels'
        : ''
      : of === 'metric'
        ? ` ${label}`
        : ` of ${label}`
  const when =
    kind === 'leak' && reaches?.after ? `: at this rate at its limit ${duration(reaches.after)} after the run` : ''
  return clean(`${name}${whose}${when}`)
}
