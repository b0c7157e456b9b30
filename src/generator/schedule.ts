/**
 * The intended start of every request of one pod in an open-loop block, in ms after the block's start.
 *
 * The rate of the whole test grows linearly to `rate` over the ramp and then stays. The n-th arrival solves
 * N(t) = n + phase with N(t) = r t² / (2 ramp) within the ramp and r (t − ramp / 2) after it, where r is the pod's
 * own rate in 1/ms. The phase (index / pods) interleaves the pods instead of letting them fire at the same moments.
 */
export interface ArrivalPlan {
  /** Requests per second of the whole test. */
  readonly rate: number
  readonly rampMs: number
  readonly durationMs: number
  readonly pods: number
  readonly index: number
}

export function* arrivals({ rate, rampMs, durationMs, pods, index }: ArrivalPlan): Generator<number, void> {
  const perMs = rate / pods / 1000
  const inRamp = (perMs * rampMs) / 2
  for (let n = index / pods; ; n++) {
    const at = n < inRamp ? Math.sqrt((2 * n * rampMs) / perMs) : n / perMs + rampMs / 2
    if (at >= durationMs) return
    yield at
  }
}

/** When each of the pod's threads begins: spread evenly over the ramp, in ms after the block's start. */
export function threadStarts(threads: number, rampMs: number): readonly number[] {
  return Array.from({ length: threads }, (_, thread) => (thread * rampMs) / threads)
}

/**
 * The intended starts of one thread that shares a rate with the others: `threads / rate` apart, the threads
 * interleaved. A late thread catches up, and its lateness counts as latency.
 */
export function* pacedStarts(
  { rate, rampMs, durationMs, pods, index }: ArrivalPlan,
  { thread, threads }: { readonly thread: number; readonly threads: number },
): Generator<number, void> {
  const begin = (thread * rampMs) / threads
  const spacing = (1000 * threads * pods) / rate
  const phase = ((thread + index / pods) / threads) * spacing
  for (let at = begin + phase; at < durationMs; at += spacing) yield at
}
