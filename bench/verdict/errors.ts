/** Prints how often error rates are flagged: `node bench/verdict/errors.ts [changes] [seed]` (verdict.md 10). */
import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import type { RunQuantities } from '../../src/core/verdict/quantities.ts'
import { Random } from './random.ts'

const [changes = 2000, seed = 2026] = process.argv.slice(2).map(Number)
const random = new Random(seed)
const REQUESTS = 10_000
const RATE = 0.005
const RUNS = 10

/** How the rate of one run is drawn; `bursts`: 5 % of the runs have a point more. */
const WORLDS: Readonly<Record<string, () => number>> = {
  binomial: () => RATE,
  'varies by half': () => (RATE * random.gamma(4)) / 4,
  'varies by half, bursts': () => (RATE * random.gamma(4)) / 4 + (random.uniform() < 0.05 ? 0.01 : 0),
}

/** Errors of so many requests: normal where they are many, and drawn one by one from their distances where few. */
function errorsAt(rate: number): number {
  let [errors, at] = [-1, 0]
  while (at < REQUESTS) {
    at += 1 + Math.floor(Math.log(random.uniform()) / Math.log(1 - rate))
    errors++
  }
  return errors
}

function run(errors: number): RunQuantities {
  return { labels: [{ label: 'all', count: REQUESTS, errors, quantiles: {} }], throughput: 0, metrics: {} }
}

/** Two proportions, one-sided at .01. */
function zTest(before: number, after: number): boolean {
  const pooled = (before + after) / 2 / REQUESTS
  return (after - before) / REQUESTS > 2.326 * Math.sqrt((2 * pooled * (1 - pooled)) / REQUESTS)
}

console.log(`${changes} changes, ${RUNS} base runs of ${REQUESTS} requests with ${100 * RATE} % errors, seed ${seed}`)
console.log(`${''.padEnd(26)}${'more errors'.padEnd(14)}    ours   z test to the last run`)
for (const [name, rate] of Object.entries(WORLDS))
  for (const more of [0, 0.005, 0.02, 0.05]) {
    let [ours, z] = [0, 0]
    for (let i = 0; i < changes; i++) {
      const base = Array.from({ length: RUNS }, () => errorsAt(rate()))
      const head = errorsAt(rate() + more)
      const { assessment } = historyFigures(run(head), base.map(run), { margin: 0.05, strict: true })
      if (assessment.worse.length > 0) ours++
      if (zTest(base[0]!, head)) z++
    }
    const percent = (hits: number) => ((100 * hits) / changes).toFixed(1).padStart(8)
    console.log(`${name.padEnd(26)}${`+${100 * more} points`.padEnd(14)}${percent(ours)}${percent(z)}`)
  }
