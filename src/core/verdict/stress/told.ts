import { duration, figure, rate } from '../../figure.ts'
import type { Test } from '../../plan.ts'
import type { Capacity } from './capacity.ts'
import type { Recovery } from './recovery.ts'
import type { Stress } from './stress.ts'

/** What a stress test showed, as sentences. */
export function stressTold({ steps, capacity, recovery }: Stress, test: Test): readonly string[] {
  return [
    ...(capacity === undefined ? [] : [capacityTold(capacity, steps[0]?.offered ?? 0)]),
    ...(capacity?.state === 'found' && capacity.cause !== 'latency' ? threadsTold(test) : []),
    ...(recovery === undefined ? [] : [recoveryTold(recovery)]),
  ]
}

/** `The target bears 212/s: beyond that p95 < 400 ms does not hold.` */
export function capacityTold(capacity: Capacity, lowest: number): string {
  if (capacity.state === 'beyond')
    return `The target bears at least ${rate(capacity.load)}: no step was too much for it.`
  const { load } = capacity
  if (load <= lowest)
    return `The lowest step, of ${rate(lowest)}, is too much for the target already: ${causeOf(capacity)}.`
  return `The target bears ${rate(load)}: beyond that ${causeOf(capacity)}.`
}

function causeOf(capacity: Extract<Capacity, { state: 'found' }>): string {
  switch (capacity.cause) {
    case 'latency':
      return `${capacity.limit} does not hold`
    case 'shed':
      return 'it answers less than 95 % of what it is asked'
    case 'saturated':
      return 'it answers no more, however much it is asked'
  }
}

/** Threads wait for their answers, so that it may be they who ask for no more. */
function threadsTold({ threads, rate: asked }: Test): readonly string[] {
  if (threads === undefined || asked === undefined) return []
  return [`It was asked by ${threads} threads, each of which waits for its answer: with more of them it may bear more.`]
}

function recoveryTold({ state, ms }: Recovery): string {
  return state === 'recovered'
    ? `At most ${figure(ms, 'ms')} after the peak it answered as fast as before.`
    : `In the ${duration(ms)} after the peak it did not come back to what it was before.`
}
