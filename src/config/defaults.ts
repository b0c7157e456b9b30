import { AGENT_SIZE, NODE_IMAGE } from '../core/manifest/pod.ts'
import type { Generator, Profile } from '../core/plan.ts'

/** Stock images, at full tags. */
export const IMAGES: Readonly<Record<Generator, string>> = {
  jmeter: 'justb4/jmeter:5.6.3',
  http: NODE_IMAGE,
}

const HOUR = 3_600_000
const LONGEST_RAMP = 600_000
/** Each step of a stress test begins anew. */
const LONGEST_STEP_RAMP = 10_000

/** Steps of a stress test unless it says. */
export const STEPS = 10

const DURATION_MS: Readonly<Record<Profile, number>> = {
  load: HOUR,
  stress: HOUR / 2,
  endurance: 24 * HOUR,
}

/** One block of a comparison in pairs: many short pairs find more than few long ones. */
const BLOCK_MS = 120_000

/** How long a test takes, of what may be in pairs one block, unless it says. */
export function defaultDurationMs(profile: Profile, compared?: string): number {
  return compared === 'pairs' || compared === 'screen' ? BLOCK_MS : DURATION_MS[profile]
}

/**
 * What a whole pod asks for: 256 MiB below a size of Fargate, which adds them for itself (1 vCPU with 2 GB, 2 with 4),
 * so that nothing is paid for that is not used.
 */
const POD: Readonly<Record<Profile, { readonly cpuMillis: number; readonly mebibytes: number }>> = {
  load: { cpuMillis: 1000, mebibytes: 1792 },
  stress: { cpuMillis: 2000, mebibytes: 3840 },
  endurance: { cpuMillis: 1000, mebibytes: 1792 },
}

/** The generator's part of the pod; the rest is the agent's. */
export function defaultSize(profile: Profile): { readonly cpuMillis: number; readonly memoryBytes: number } {
  const { cpuMillis, mebibytes } = POD[profile]
  return {
    cpuMillis: cpuMillis - AGENT_SIZE.cpuMillis,
    memoryBytes: mebibytes * 1024 ** 2 - AGENT_SIZE.memoryBytes,
  }
}

/** A gradual start: a tenth of the duration, at most ten minutes; of a step ten seconds. */
export function defaultRampMs(durationMs: number, profile: Profile = 'load'): number {
  return Math.min(Math.floor(durationMs / 10), profile === 'stress' ? LONGEST_STEP_RAMP : LONGEST_RAMP)
}
