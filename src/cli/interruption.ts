import { PerfError } from '../core/error.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted by ctrl-C and its like. The second of them ends the process at once; `told` is called with the first. */
export function onInterruption(told: () => void): { readonly signal: AbortSignal; [Symbol.dispose](): void } {
  const controller = new AbortController()
  const hear = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(FORCED)
    controller.abort(new PerfError('CANCELLED', `stopped by ${name}`, { hint: 'what was running is ended' }))
    told()
  }
  for (const name of SIGNALS) process.on(name, hear)
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of SIGNALS) process.off(name, hear)
    },
  }
}

/** 128 and the number of SIGINT, as shells have it. */
const FORCED = 130
