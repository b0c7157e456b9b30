/** Judges the real load tests of data/: `node bench/verdict/real.ts [second-half]`. No variant changed, so every alarm is false. */
import { readFileSync } from 'node:fs'
import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import { ALPHA } from '../../src/core/verdict/compare/method.ts'
import { type Pair, pairsFigures } from '../../src/core/verdict/compare/pairs.ts'
import type { RunQuantities } from '../../src/core/verdict/quantities.ts'
import { readEffect, worsened } from './effect.ts'
import { errorOf } from './goals.ts'
import { HISTORY_PEERS, type HistoryRule } from './peers.ts'

const VARIANTS = ['none', 'latest', 'snapshot'] as const
type Variant = (typeof VARIANTS)[number]
type Job = Readonly<Record<Variant, RunQuantities>>

/** Of each job the three latencies that stand for the quantiles, since quantiles of requests were not kept. */
const COLUMNS = { p50: 'requestAvg', p95: 'requestP95', p99: 'iterationP95' } as const
const EFFECTS = ['none', 'all:+5%', 'all:+10%', 'all:+20%', 'all:+50%'].map(readEffect)
const OPTIONS = { margin: 0.05, strict: true }
const BEFORE = 30

/** Rows without one of the latencies are left out. */
function readJobs(csv: string): readonly Job[] {
  const [header = [], ...rows] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return rows.flatMap((row) => {
    const runOf = (variant: Variant): RunQuantities => {
      const ln = (column: string) => ({
        ln: Math.log(Number.parseFloat(row[header.indexOf(`${variant}:${column}`)] ?? '')),
      })
      const quantiles = { p50: ln(COLUMNS.p50), p95: ln(COLUMNS.p95), p99: ln(COLUMNS.p99) }
      return { labels: [{ label: 'all', count: 0, errors: 0, quantiles }], throughput: 0, metrics: {} }
    }
    const job = { none: runOf('none'), latest: runOf('latest'), snapshot: runOf('snapshot') }
    const values = VARIANTS.flatMap((variant) => job[variant].labels.flatMap((label) => Object.values(label.quantiles)))
    return values.every(({ ln }) => Number.isFinite(ln)) ? [job] : []
  })
}

function main(half: boolean): void {
  const jobs = readJobs(readFileSync(new URL('data/otel-load-tests.csv', import.meta.url), 'utf8'))
  const from = half ? Math.max(BEFORE, Math.floor(jobs.length / 2)) : BEFORE
  const days = jobs.map((_, day) => day).slice(from)
  console.log(
    `${jobs.length} jobs, ${days.length} judged\n${''.padEnd(66)}         false    +5 %   +10 %   +20 %   +50 %`,
  )
  for (const runs of [5, 20]) {
    const before = (day: number) =>
      jobs
        .slice(day - runs, day)
        .map(({ none }) => none)
        .reverse()
    for (const [name, rule] of Object.entries(HISTORY_PEERS))
      print(`${runs} runs: ${name}`, days, (day, effect) => peer(rule, before(day), worsened(jobs[day]!.none, effect)))
    print(`${runs} runs: ours`, days, (day, effect) =>
      found(historyFigures(worsened(jobs[day]!.none, effect), before(day), OPTIONS)),
    )
  }
  const pairOf = (day: number): Pair => ({ base: jobs[day]!.latest, head: jobs[day]!.snapshot })
  const pairs = (first: number, last: number) => jobs.slice(first, last).map((_, i) => pairOf(first + i))
  const inPairs =
    (last: number, { count, known }: { readonly count: number; readonly known: number }) =>
    (effect: (typeof EFFECTS)[number]) => {
      const first = last + 1 - count
      const now = pairs(first, last + 1).map(({ base, head }) => ({ base, head: worsened(head, effect) }))
      return found(pairsFigures(now, { ...OPTIONS, alpha: ALPHA.pairs, history: pairs(first - known, first) }))
    }
  print('one pair, 10 earlier ones: ours', days, (day, effect) => inPairs(day, { count: 1, known: 10 })(effect))
  print('one pair, first use: ours', days, (day, effect) => inPairs(day, { count: 1, known: 0 })(effect))
  print('one pair: ratio +10 %', days, (day, effect) => {
    const { base, head } = pairOf(day)
    return peer((before, now) => now - before[0]! > Math.log(1.1), [base], worsened(head, effect))
  })
  const thirds = days.slice(2).filter((_, i) => i % 3 === 0)
  print('three jobs of one pair, 10 earlier ones: ours', thirds, (day, effect) =>
    inPairs(day, { count: 3, known: 10 })(effect),
  )
}

function found({ assessment }: { readonly assessment: { readonly outcome: string } }): boolean {
  return assessment.outcome === 'regression'
}

function peer(rule: HistoryRule, base: readonly RunQuantities[], head: RunQuantities): boolean {
  return (['p50', 'p95', 'p99'] as const).some((name) => {
    const ln = (run: RunQuantities) => run.labels[0]!.quantiles[name]!.ln
    return rule(base.map(ln), ln(head))
  })
}

function print(
  name: string,
  days: readonly number[],
  alarm: (day: number, effect: (typeof EFFECTS)[number]) => boolean,
): void {
  const shares = EFFECTS.map((effect) => days.filter((day) => alarm(day, effect)).length / days.length)
  const [none = 0, ...others] = shares
  const cells = [`${percent(none)} ± ${percent(errorOf(none, days.length))}`, ...others.map(percent)]
  console.log(name.padEnd(66) + cells.map((cell, i) => cell.padStart(i === 0 ? 14 : 8)).join(''))
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

main(process.argv[2] === 'second-half')
