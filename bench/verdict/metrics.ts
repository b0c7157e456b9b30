/** Prints how often a metric is flagged: `node bench/verdict/metrics.ts [changes] [seed]`. */
import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import type { Pair } from '../../src/core/verdict/compare/pairs.ts'
import { compareUntilDecided } from '../../src/core/verdict/compare/until-decided.ts'
import type { RunQuantities } from '../../src/core/verdict/quantities.ts'
import { Random } from './random.ts'

const [changes = 2000, seed = 2026] = process.argv.slice(2).map(Number)
const LABELS = 10
const PAIRS = 6
const RUNS = [5, 10, 20] as const

/** How much a metric varies from run to run; of that a fifth in variance is of the run alone, the rest of its session. */
const SD = [0.01, 0.03, 0.06, 0.12] as const
const OWN = Math.sqrt(0.2)

const labels = Array.from({ length: LABELS }, (_, i) => ({
  ...{ label: `label ${i}`, count: 3000, errors: 0 },
  quantiles: { p50: { ln: 4 }, p95: { ln: 5 } },
}))

function run(ln: number): RunQuantities {
  return { labels, throughput: 100, metrics: { cpu: Math.exp(ln) } }
}

const OPTIONS = { margin: 0.05, strict: true, metrics: [{ id: 'cpu', better: 'lower' as const }] }

function byHistory(
  random: Random,
  sd: number,
  { runs, more }: { readonly runs: number; readonly more: number },
): boolean {
  const of = () => sd * random.student(5)
  const base = Array.from({ length: runs }, () => run(of()))
  return historyFigures(run(of() + more), base, OPTIONS).assessment.worse.length > 0
}

/** In pairs until it is decided, which is by latency too: a metric that is not beyond the margin by then is not found. */
function inPairs(random: Random, sd: number, more: number): boolean {
  const of = () => OWN * sd * random.student(5)
  const pairs = Array.from({ length: PAIRS }, (): Pair => ({ base: run(of()), head: run(of() + more) }))
  return compareUntilDecided(pairs, { ...OPTIONS, most: PAIRS })?.comparison.outcome === 'regression'
}

const columns = [...RUNS.map((runs) => `${runs} runs`), `2 to ${PAIRS} pairs`]
console.log(`${changes} changes, one metric beside ${LABELS} calm labels, seed ${seed}; flagged in %`)
console.log(`${'varies by'.padEnd(12)}${'risen by'.padEnd(12)}${columns.map((name) => name.padStart(14)).join('')}`)
for (const sd of SD)
  for (const risen of [0, 0.1, 0.14, 0.3]) {
    const random = new Random(seed, Math.round(1000 * sd), Math.round(1000 * risen))
    const more = Math.log1p(risen)
    const share = (found: () => boolean) => {
      const hits = Array.from({ length: changes }, found).filter(Boolean).length
      return ((100 * hits) / changes).toFixed(1).padStart(14)
    }
    const shares = [
      ...RUNS.map((runs) => share(() => byHistory(random, sd, { runs, more }))),
      share(() => inPairs(random, sd, more)),
    ]
    console.log(`${`${100 * sd} %`.padEnd(12)}${`+${Math.round(100 * risen)} %`.padEnd(12)}${shares.join('')}`)
  }
