import type { Overrides } from '../core/request.ts'
import type { Written } from './written.ts'

/** A test as if its fields had been written so: what follows from them (ramp, shares of the pods) follows, too. */
export function override(written: Written, { pods, durationMs, rampMs, rate, target, limits }: Overrides): Written {
  const over = {
    ...(pods === undefined ? {} : { pods }),
    ...(durationMs === undefined ? {} : { duration: durationMs }),
    ...(rampMs === undefined ? {} : { ramp: rampMs }),
    ...(rate === undefined ? {} : { rate }),
    ...(target === undefined ? {} : { target: { url: target } }),
    ...(limits === undefined ? {} : { limits: [...limits] }),
  }
  return { ...written, test: { ...written.test, ...over } }
}
