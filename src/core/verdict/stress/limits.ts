import { figure } from '../../figure.ts'
import { holds, type Limit } from '../../limit.ts'
import type { Reading } from '../reading.ts'
import type { Stress } from './stress.ts'

/** What a limit on the capacity or on the recovery speaks of. */
export function measureStress(
  kind: 'capacity' | 'recovery',
  limit: Limit,
  { capacity, recovery }: Stress = { steps: [] },
): Reading {
  if (kind === 'capacity') {
    if (capacity === undefined) return { actual: null, note: 'no step has samples' }
    if (capacity.state === 'found') return { actual: capacity.load, unit: '1/s' }
    return atLeast(capacity.load, '1/s', { limit, why: 'nothing broke up to' })
  }
  if (recovery === undefined) return { actual: null, note: 'too little was measured before or after the peak' }
  if (recovery.state === 'recovered') return { actual: recovery.ms, unit: 'ms' }
  return atLeast(recovery.ms, 'ms', { limit, why: 'it was not as before within' })
}

/** A lower bound of the quantity: it keeps a limit from below or breaks one from above, or says nothing. */
function atLeast(
  value: number,
  unit: string,
  { limit, why }: { readonly limit: Limit; readonly why: string },
): Reading {
  const known = limit.operator.startsWith('>') === holds(value, limit)
  const note = `${why} ${figure(value, unit)}`
  return known ? { actual: value, unit, note } : { actual: null, unit, note }
}
