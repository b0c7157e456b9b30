import { quote } from '../core/fault.ts'
import { duration } from '../core/figure.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { defaultRampMs } from './defaults.ts'

const LEAVE_OUT = 'the same without it'

/** Without the ramp and without the first fifth there must be as many slices of a second as blocks, and one to spare. */
const LEAST_MS = 25_000
const SKIPPED = 0.2

/** What the fields of an endurance test must be to one another, and what no other test may have. */
export function checkEndurance({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  if (unread.has('profile')) return []
  if (test.profile !== 'endurance') return strangers(test)
  return [
    ...(unread.has('compare') ? [] : inPairs(test)),
    ...(unread.has('duration') || unread.has('ramp') ? [] : tooShort(test)),
  ]
}

type Of = Sound['test']

function strangers({ horizon, metrics = {} }: Of): readonly Complaint[] {
  const idle = (path: readonly string[], what: string): Complaint => ({
    path,
    part: 'key',
    wrong: `${quote(what)} is for an endurance test`,
    right: '`profile: endurance`',
  })
  const growing = Object.entries(metrics).filter(([, { growth }]) => growth !== undefined)
  return [
    ...(horizon === undefined ? [] : [idle(['horizon'], 'horizon')]),
    ...growing.map(([id]) => idle(['metrics', id, 'growth'], 'growth')),
  ]
}

function inPairs({ compare: { with: how } = {} }: Of): readonly Complaint[] {
  if (how !== 'pairs' && how !== 'screen') return []
  const wrong = 'an endurance test is one long load, and cannot be made in pairs'
  return [{ path: ['compare', 'with'], wrong, right: LEAVE_OUT }]
}

function tooShort({ duration: durationMs, ramp }: Of): readonly Complaint[] {
  if (durationMs === undefined) return []
  const rampMs = ramp ?? defaultRampMs(durationMs)
  const counts = durationMs - Math.max(rampMs, SKIPPED * durationMs)
  if (rampMs >= durationMs || counts >= LEAST_MS) return []
  const wrong = `of ${duration(durationMs)} ${duration(counts)} count, without the ramp and the first fifth; whether anything grows takes ${duration(LEAST_MS)}`
  return [{ path: ['duration'], wrong, right: '`duration: 1h`' }]
}
