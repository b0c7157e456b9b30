/** Prints how often error rates are flagged: `node bench/verdict/errors.ts [changes] [seed]` (verdict.md 10). */
import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import type { Pair } from '../../src/core/verdict/compare/pairs.ts'
import { compareUntilDecided } from '../../src/core/verdict/compare/until-decided.ts'
import type { RunQuantities } from '../../src/core/verdict/quantities.ts'
import { Random } from './random.ts'

const [changes = 2000, seed = 2026] = process.argv.slice(2).map(Number)
const REQUESTS = 10_000
const RATE = 0.005
const RUNS = 10
const PAIRS = 6

/** How the rate of one run is drawn; `bursts`: 5 % of the runs have a point more. */
const WORLDS: Readonly<Record<string, (random: Random) => number>> = {
  binomial: () => RATE,
  'varies by half': (random) => (RATE * random.gamma(4)) / 4,
  'varies by half, bursts': (random) => (RATE * random.gamma(4)) / 4 + (random.uniform() < 0.05 ? 0.01 : 0),
}

/** What else a run has, and how much it varies: labels that share the requests, and metrics that share the family. */
const TESTS = [
  { name: 'one label', labels: 1, metrics: 0 },
  { name: 'ten labels, 3 metrics', labels: 10, metrics: 3 },
] as const
const METRIC_SD = 0.06
/** Of that variance a fifth is of the run alone, and the rest of its session. */
const OWN = Math.sqrt(0.2)

type Shape = (typeof TESTS)[number]

/** The machine and the hour: how often runs fail, and the level of each metric. */
interface Session {
  readonly rate: number
  readonly levels: readonly number[]
}

function session(random: Random, rate: number, { metrics }: Shape): Session {
  const shared = METRIC_SD * Math.sqrt(1 - OWN ** 2)
  return { rate, levels: Array.from({ length: metrics }, () => shared * random.student(5)) }
}

/** A run that fails as often whatever label is asked, and by `more` than its session. */
function drawn(
  random: Random,
  { rate, levels }: Session,
  { labels, more = 0 }: { labels: number; more?: number },
): RunQuantities {
  const count = REQUESTS / labels
  return {
    labels: Array.from({ length: labels }, (_, i) => ({
      label: `label ${i}`,
      count,
      errors: errorsOf(random, rate + more, count),
      quantiles: { p50: { ln: 4 } },
    })),
    throughput: 33 * Math.exp(0.01 * random.student(5)),
    metrics: Object.fromEntries(
      levels.map((level, i) => [`metric ${i}`, Math.exp(level + OWN * METRIC_SD * random.student(5))]),
    ),
  }
}

/** Errors of so many requests, drawn one by one by the distances between them. */
function errorsOf(random: Random, rate: number, requests: number): number {
  let [errors, at] = [-1, 0]
  while (at < requests) {
    at += 1 + Math.floor(Math.log(random.uniform()) / Math.log(1 - rate))
    errors++
  }
  return errors
}

function errorsIn({ labels }: RunQuantities): number {
  return labels.reduce((sum, { errors }) => sum + errors, 0)
}

/** Two proportions, one-sided at .01. */
function zTest(before: number, after: number): boolean {
  const pooled = (before + after) / 2 / REQUESTS
  return (after - before) / REQUESTS > 2.326 * Math.sqrt((2 * pooled * (1 - pooled)) / REQUESTS)
}

interface Tallies {
  byHistory: number
  inPairs: number
  byZ: number
}

/** How many of the changes are flagged: by their history, in pairs until it is decided, and by the z test to the last run. */
function simulate(shape: Shape, rateOf: (random: Random) => number, more: number): Tallies {
  const random = new Random(seed)
  const metrics = Array.from({ length: shape.metrics }, (_, i) => ({ id: `metric ${i}`, better: 'lower' as const }))
  const options = { margin: 0.05, strict: true, metrics }
  const found: Tallies = { byHistory: 0, inPairs: 0, byZ: 0 }
  const { labels } = shape
  const fresh = () => session(random, rateOf(random), shape)
  for (let i = 0; i < changes; i++) {
    const base = Array.from({ length: RUNS }, () => drawn(random, fresh(), { labels }))
    const head = drawn(random, fresh(), { labels, more })
    if (historyFigures(head, base, options).assessment.worse.length > 0) found.byHistory++
    if (zTest(errorsIn(base[0]!), errorsIn(head))) found.byZ++
    const of = fresh()
    const pairs = Array.from(
      { length: PAIRS },
      (): Pair => ({ base: drawn(random, of, { labels }), head: drawn(random, of, { labels, more }) }),
    )
    if (compareUntilDecided(pairs, { ...options, most: PAIRS })?.comparison.outcome === 'regression') found.inPairs++
  }
  return found
}

console.log(
  `${changes} changes, ${RUNS} base runs (or ${PAIRS} pairs) of ${REQUESTS} requests with ${100 * RATE} % errors, seed ${seed}`,
)
console.log(`${''.padEnd(26)}${'more errors'.padEnd(14)}${''.padEnd(24)} history   pairs  z test to the last run`)
for (const [name, rateOf] of Object.entries(WORLDS))
  for (const more of [0, 0.005, 0.02, 0.05])
    for (const shape of TESTS) {
      const { byHistory, inPairs, byZ } = simulate(shape, rateOf, more)
      const percent = (hits: number) => ((100 * hits) / changes).toFixed(1).padStart(8)
      const row = `${name.padEnd(26)}${`+${100 * more} points`.padEnd(14)}${shape.name.padEnd(24)}`
      console.log(`${row}${percent(byHistory)}${percent(inPairs)}${percent(byZ)}`)
    }
