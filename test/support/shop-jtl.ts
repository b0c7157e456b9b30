import { podSamples } from './evidence.ts'
import { jtl } from './jtl.ts'
import { noise, type Sample } from './load.ts'

export interface ShopRun {
  /** Tells runs apart: no two of them are the same. */
  readonly run?: number
  /** By how much `POST /pay` is slower. */
  readonly slower?: number
  readonly seconds?: number
  /** Share of `POST /pay` that fails. */
  readonly failing?: number
}

const DAY_MS = 86_400_000

/** The JTL of a run of the shop: four labels, a rate of 20/s after a ramp of half a minute. */
export function shopJtl({ run = 0, slower = 0, seconds = 150, failing = 0 }: ShopRun = {}): string {
  const shared = 1 + 0.02 * (noise(run * 13 + 5) - 0.5)
  const change = (sample: Sample, _second: number, n: number): Sample => {
    const pay = sample.label === 'POST /pay'
    const elapsed = Math.round(sample.elapsed * shared * (pay ? 1 + slower : 1))
    const changed = { ...sample, elapsed, at: sample.at + run * DAY_MS }
    return pay && noise(n + 3) < failing ? { ...changed, failed: ['503', 'Service Unavailable'] } : changed
  }
  return jtl(
    ...podSamples(run + 1, { seconds, change }).map(({ label, at, elapsed, failed }) => ({
      ...{ timeStamp: at, label, elapsed, success: failed === undefined },
      ...(failed === undefined ? {} : { responseCode: failed[0], responseMessage: failed[1] }),
    })),
  )
}
