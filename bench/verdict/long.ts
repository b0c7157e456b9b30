/** Prints how often the rules of stress are wrong: `node bench/verdict/long.ts [ramps] [seed]` (verdict.md 9). */
import { type Capacity, capacityOf } from '../../src/core/verdict/stress/capacity.ts'
import { capacityAgainst, capacityInPairs } from '../../src/core/verdict/stress/capacity-change.ts'
import { hinge } from '../../src/core/verdict/stress/hinge.ts'
import { shedLoad } from '../../src/core/verdict/stress/shed-load.ts'
import type { LatencyAt } from '../../src/core/verdict/stress/slo-load.ts'
import { loadAtLimit } from '../../src/core/verdict/stress/slo-load.ts'
import type { Step } from '../../src/core/verdict/stress/step.ts'
import { Random } from './random.ts'

const [count = 300, seed = 2026] = process.argv.slice(2).map(Number)
const random = new Random(seed)

type Ramp = readonly (Step & LatencyAt)[]

/** An open ramp of 15 steps against a capacity. */
function ramp(capacity: number): Ramp {
  return Array.from({ length: 15 }, (_, i) => {
    const offered = 100 * (i + 1)
    const kept = offered / (1 + (offered / capacity) ** 14) ** (1 / 14)
    const busy = Math.min(kept / capacity, 0.9999)
    const over = Math.max(offered / capacity - 1, 0)
    const p95 = 20 * (1 + (0.35 * busy) / (1 - busy * 0.985)) + over * 7500
    const collapse = offered > 1.15 * capacity ? 1 - (0.08 * (offered / capacity - 1.15)) / 0.3 : 1
    return {
      offered,
      achieved: kept * Math.exp(0.012 * random.normal()) * collapse,
      latency: p95 * Math.exp(0.1 * random.normal()),
    }
  })
}

const percent = (share: number) => (100 * share).toFixed(1).padStart(8)
const times = <T>(make: () => T) => Array.from({ length: count }, make)

const LIMIT = 200
const underLimit = (steps: Ramp) =>
  capacityOf(steps, { limits: [{ limit: 'p95', bound: LIMIT, values: steps.map(({ latency }) => latency) }] })
const ESTIMATORS: Readonly<Record<string, (steps: Ramp) => number | undefined>> = {
  'p95 crosses its limit': (steps) => loadAtLimit(steps, LIMIT),
  'achieved < 95 % twice': shedLoad,
  'hinge min(load, C)': hinge,
  'smallest of the three': (steps) => underLimit(steps)?.load,
}
const varied = () => 1000 * Math.exp(0.04 * random.normal())
const found = (load: number | undefined): Capacity => ({ state: 'found', load: load ?? Number.NaN, cause: 'saturated' })

console.log(
  `stress: ${count} ramps of 15 steps, capacity varies by 4 % from run to run\n${''.padEnd(26)}    bias  CV same   CV 4 %   found by 10 base runs: 0, -5, -10, -20 %`,
)
for (const [name, estimator] of Object.entries(ESTIMATORS)) {
  const same = times(() => estimator(ramp(1000)) ?? Number.NaN)
  const spread = times(() => estimator(ramp(varied())) ?? Number.NaN)
  const power = [0, 0.05, 0.1, 0.2].map((loss) => {
    const hits = times(() => {
      const base = Array.from({ length: 10 }, () => found(estimator(ramp(varied()))))
      return capacityAgainst(found(estimator(ramp(varied() * (1 - loss)))), base)?.outcome === 'regression'
    })
    return hits.filter(Boolean).length / count
  })
  const cells = [mean(same) / 1000 - 1, sd(same) / mean(same), sd(spread) / mean(spread)]
  console.log(`${name.padEnd(26)}${cells.map(percent).join(' ')}   ${power.map(percent).join('')}`)
}
for (const pairs of [1, 2, 3]) {
  const power = [0, 0.05, 0.1, 0.2].map((loss) => {
    const hits = times(() => {
      const session = varied()
      const one = (capacity: number) => found(underLimit(ramp(capacity * Math.exp(0.015 * random.normal())))?.load)
      const sides = Array.from({ length: pairs }, () => ({ base: one(session), head: one(session * (1 - loss)) }))
      return capacityInPairs(sides)?.outcome === 'regression'
    })
    return hits.filter(Boolean).length / count
  })
  console.log(`${`in ${pairs} pairs, 1.5 % between ramps of one session`.padEnd(55)}${power.map(percent).join('')}`)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function sd(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))
}
