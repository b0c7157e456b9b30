import { LogQuantiles, type Measured } from './log-quantiles.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** What a run did to one label: its level (log), and how far its tail is stretched. */
export interface Label {
  readonly level: number
  readonly stretch: number
}

/** Draws all requests of a run, and takes its quantiles. */
export function measure(
  random: Random,
  world: World & { readonly variances: boolean },
  labels: readonly Label[],
): readonly Measured[] {
  const load = loadOf(random, world)
  const { requests, burstShare } = world
  const width = Math.floor(0.08 * requests)
  const burst = random.uniform() < burstShare ? random.integer(0, requests - width) : -1
  const values = new Float32Array(requests)
  const quantiles = new LogQuantiles(requests, world.variances)
  return labels.map((label) => {
    draw(random, world, { stretch: label.stretch, load, values })
    if (burst >= 0) for (let i = burst; i < burst + width; i++) if (random.uniform() < 0.5) values[i]! += Math.log(3)
    return raised(quantiles.of(values), label.level)
  })
}

/** The load on the machine when each request comes: an autoregressive process, second by second. */
function loadOf(random: Random, { requests, seconds, loadCorrelation, loadSd }: World): Float64Array {
  const load = new Float64Array(requests)
  const step = loadSd * Math.sqrt(1 - loadCorrelation ** 2)
  let now = loadSd * random.normal()
  for (let i = 0, second = 0; i < requests; i++) {
    for (; second < Math.floor((i * seconds) / requests); second++) now = loadCorrelation * now + step * random.normal()
    load[i] = now
  }
  return load
}

interface Drawn {
  readonly stretch: number
  readonly load: Float64Array
  readonly values: Float32Array
}

/** Log-normal requests with a slow mode; the part above the 85th percentile is stretched. */
function draw(random: Random, { requestSd, slowShare, requests }: World, { stretch, load, values }: Drawn): void {
  const bar = 1.04 * requestSd
  random.fillNormal(values)
  for (let i = 0; i < requests; i++) values[i]! *= requestSd
  for (let i = untilSlow(random, slowShare); i < requests; i += 1 + untilSlow(random, slowShare))
    values[i] = 0.7 + 0.3 * random.exponential()
  for (let i = 0; i < requests; i++) {
    const noise = values[i]!
    values[i] = noise + Math.max(noise - bar, 0) * stretch + load[i]!
  }
}

/** How many requests come before the next slow one. */
function untilSlow(random: Random, share: number): number {
  if (share <= 0) return Number.POSITIVE_INFINITY
  return share >= 1 ? 0 : Math.floor(Math.log(random.uniform()) / Math.log(1 - share))
}

function raised({ quantiles, inParts }: Measured, by: number): Measured {
  const { p50, p95, p99 } = quantiles
  const levelled = {
    p50: { ...p50, ln: p50.ln + by },
    p95: { ...p95, ln: p95.ln + by },
    p99: { ...p99, ln: p99.ln + by },
  }
  return { quantiles: levelled, inParts }
}
