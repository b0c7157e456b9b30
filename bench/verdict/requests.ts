import type { LogQuantile, QuantileName } from '../../src/core/verdict/quantities.ts'
import type { Random } from './random.ts'
import { select } from './select.ts'
import type { World } from './world.ts'

/** What a run did to one label: its level (log), and how far its tail is stretched. */
export interface Label {
  readonly level: number
  readonly stretch: number
}

/** Quantiles with the number of batches for their variance; by ascending size of a batch. */
const TAKEN = [
  ['p50', 0.5, 20],
  ['p95', 0.95, 10],
  ['p99', 0.99, 5],
] as const

/** Draws all requests of a run, and takes its quantiles. */
export function measure(
  random: Random,
  world: World & { readonly variances: boolean },
  labels: readonly Label[],
): readonly Readonly<Record<QuantileName, LogQuantile>>[] {
  const load = loadOf(random, world)
  const { requests, burstShare } = world
  const width = Math.floor(0.08 * requests)
  const burst = random.uniform() < burstShare ? random.integer(0, requests - width) : -1
  const values = new Float32Array(requests)
  return labels.map((label) => {
    draw(random, world, { label, load, values })
    if (burst >= 0) for (let i = burst; i < burst + width; i++) if (random.uniform() < 0.5) values[i]! += Math.log(3)
    return quantiles(values, world.variances)
  })
}

/** The load on the machine, for every second: an autoregressive process. */
function loadOf(random: Random, { seconds, loadCorrelation, loadSd }: World): Float64Array {
  const load = new Float64Array(seconds)
  let last = loadSd * random.normal()
  const step = loadSd * Math.sqrt(1 - loadCorrelation ** 2)
  for (let i = 0; i < seconds; i++) {
    load[i] = last
    last = loadCorrelation * last + step * random.normal()
  }
  return load
}

interface Drawn {
  readonly label: Label
  readonly load: Float64Array
  readonly values: Float32Array
}

/** Log-normal requests with a slow mode; the part above the 85th percentile is stretched. */
function draw(random: Random, { requestSd, slowShare, requests }: World, { label, load, values }: Drawn): void {
  const { level, stretch } = label
  const bar = 1.04 * requestSd
  const perSecond = load.length / requests
  let slow = untilSlow(random, slowShare)
  for (let i = 0; i < requests; i++) {
    let noise: number
    if (slow-- === 0) {
      noise = 0.7 + 0.3 * random.exponential()
      slow = untilSlow(random, slowShare)
    } else noise = requestSd * random.normal()
    if (noise > bar) noise += (noise - bar) * stretch
    values[i] = noise + level + load[Math.floor(i * perSecond)]!
  }
}

/** How many requests come before the next slow one. */
function untilSlow(random: Random, share: number): number {
  if (share <= 0) return -1
  return share >= 1 ? 0 : Math.floor(Math.log(random.uniform()) / Math.log(1 - share))
}

/** Puts the values in part into order: first within small batches, then larger ones, then as a whole. */
function quantiles(values: Float32Array, withVariances: boolean): Readonly<Record<QuantileName, LogQuantile>> {
  const [a, b, c] = TAKEN.map(([, q, batches]) => (withVariances ? { variance: batchMeans(values, q, batches) } : {}))
  const n = values.length
  const rank = (q: number) => Math.min(Math.floor(q * n), n - 1)
  const p95 = select(values, rank(0.95), [0, n - 1])
  const p50 = select(values, rank(0.5), [0, rank(0.95)])
  const p99 = select(values, rank(0.99), [rank(0.95), n - 1])
  return {
    p50: { ln: p50, ...a },
    p95: { ln: p95, ...b },
    p99: { ln: p99, ...c },
  }
}

function batchMeans(values: Float32Array, q: number, batches: number): number {
  const width = Math.floor(values.length / batches)
  if (width === 0) return 0
  let [sum, squares] = [0, 0]
  const k = Math.min(Math.floor(q * width), width - 1)
  const first = select(values, k, [0, width - 1])
  for (let batch = 1; batch < batches; batch++) {
    const from = batch * width
    const away = select(values, from + k, [from, from + width - 1]) - first
    sum += away
    squares += away * away
  }
  return (squares - (sum * sum) / batches) / (batches - 1) / batches
}
