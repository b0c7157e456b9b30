import { count, share } from '../../figure.ts'
import type { LabelSummary } from '../../summary.ts'
import type { Evidence } from '../evidence.ts'
import type { Check } from '../verdict.ts'

const INVALID = 0.05
const INVALID_LABEL = 0.2
const WARN = 0.01

/** So many failures that latencies say nothing: failures are often faster, or slower, than real answers. */
export function checkErrors({ summary: { total, labels } }: Evidence): Check | undefined {
  if (total.count === 0) return undefined
  const all = rate(total)
  const worst = labels.reduce<LabelSummary | undefined>(
    (most, label) => (rate(label) > (most ? rate(most) : INVALID_LABEL) ? label : most),
    undefined,
  )
  const base = { check: 'errors', unit: 'share' } as const
  const note =
    all === 0 ? 'no sample failed' : `${count(total.errors)} of ${count(total.count)} samples failed (${share(all)})`
  if (all > INVALID)
    return {
      ...base,
      value: all,
      limit: INVALID,
      state: 'invalid',
      note: `${note}${cause(total)}; latencies are not judged`,
    }
  if (worst !== undefined) {
    const failed = `${share(rate(worst))} of the samples of "${worst.label}" failed${cause(worst)}`
    return {
      ...base,
      value: rate(worst),
      limit: INVALID_LABEL,
      state: 'invalid',
      note: `${failed}; latencies are not judged`,
    }
  }
  const state = all > WARN ? 'warn' : 'ok'
  return { ...base, value: all, limit: INVALID, state, note: all > WARN ? `${note}${cause(total)}` : note }
}

function rate({ count: samples, errors }: LabelSummary): number {
  return samples === 0 ? 0 : errors / samples
}

function cause({ failures }: LabelSummary): string {
  const first = failures[0]
  if (first === undefined) return ''
  const text = [first.code, first.message].filter((part) => part !== '').join(' ')
  return `, most often with "${text}" (${count(first.count)} times)`
}
