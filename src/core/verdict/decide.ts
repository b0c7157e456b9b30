import { count, figure, plain } from '../figure.ts'
import { quantileOf } from '../stats/histogram.ts'
import type { Summary } from '../summary.ts'
import type { Compared } from './compared.ts'
import { measured } from './labels.ts'
import type { JudgedLimit } from './limits.ts'
import type { Outcome } from './outcome.ts'
import { sentence, subject } from './sentence.ts'
import { type Shown, shownBy } from './shown.ts'
import type { Check } from './verdict.ts'

interface Found {
  readonly checks: readonly Check[]
  readonly limits: readonly JudgedLimit[]
  readonly summary: Summary
  readonly comparison?: Compared
}

interface Decision {
  readonly outcome: Outcome
  readonly reasons: readonly string[]
}

/** Outcome and reasons, in the order of precedence: invalid, regression, inconclusive, warn, pass. */
export function decide({ checks, limits, summary, comparison }: Found): Decision {
  const faults = checks.filter(({ state }) => state === 'invalid')
  const broken = limits.filter(({ result }) => result.state === 'broken')
  const missing = limits.filter(({ result }) => result.state === 'no-data')
  const shown = shownBy(comparison)
  const faultNotes = faults.map(({ note }) => asSentence(note))
  const brokenNotes = broken.map((limit) => asSentence(sentence(limit)))
  const missingNotes = missing.map(({ limit, result }) =>
    asSentence(`${subject(limit.quantity)} is not judged: ${result.note}`),
  )

  if (faults.length > 0 && !errorsAlone(faults, broken))
    return {
      outcome: 'invalid',
      reasons: broken.length === 0 ? faultNotes : [...faultNotes, brokenBesides(broken)],
    }
  const met = limits.length === 0 || broken.length + missing.length > 0 ? [] : [metAll(limits)]
  if (broken.length > 0 || shown.outcome === 'regression') {
    const besides = [...faultNotes, ...missingNotes, ...met]
    return { outcome: 'regression', reasons: [...brokenNotes, ...slower(shown), ...besides] }
  }
  if (missing.length > 0) return { outcome: 'inconclusive', reasons: [...missingNotes, ...slower(shown)] }
  if (shown.outcome === 'warn' || shown.outcome === 'inconclusive')
    return { outcome: shown.outcome, reasons: [...shown.reasons, ...met] }
  if (shown.outcome === 'pass') return { outcome: 'pass', reasons: [...shown.reasons, ...met] }
  return limits.length === 0
    ? { outcome: 'inconclusive', reasons: nothingAsked(summary) }
    : { outcome: 'pass', reasons: met }
}

/** What a comparison says beside something worse. */
function slower({ outcome, reasons }: Shown): readonly string[] {
  return outcome === 'pass' ? [] : reasons
}

/** Failures of the target are its own fault: where a limit speaks of them, they make a regression and no invalid run. */
function errorsAlone(faults: readonly Check[], broken: readonly JudgedLimit[]): boolean {
  return (
    faults.every(({ check }) => check === 'errors') && broken.some(({ limit }) => limit.quantity.kind === 'error-rate')
  )
}

function brokenBesides(broken: readonly JudgedLimit[]): string {
  const names = [...broken.slice(0, 3).map(({ limit }) => limit.text), ...(broken.length > 3 ? ['…'] : [])].join(', ')
  return `${broken.length === 1 ? 'A limit is' : `${count(broken.length)} limits are`} broken too (${names}), but this run proves nothing.`
}

function metAll(limits: readonly JudgedLimit[]): string {
  const closest = limits.reduce((near, limit) => (headroom(limit) < headroom(near) ? limit : near))
  const nearest = asSentence(sentence(closest))
  return limits.length === 1
    ? nearest
    : `${limits.length === 2 ? 'Both' : `All ${count(limits.length)}`} limits are met. The closest: ${sentence(closest)}.`
}

/** How far a met limit is from being broken, as a share of its bound. */
function headroom({ limit, result }: JudgedLimit): number {
  const away = Math.abs((result.actual ?? 0) - limit.bound)
  return limit.bound === 0 ? away : away / Math.abs(limit.bound)
}

/** What to write where a test has no limits, from the figures of this run. */
function nothingAsked(summary: Summary): readonly string[] {
  const all = measured(summary)
  const first = 'Nothing was asked of this run: the test has no limits, so there is nothing to pass.'
  const p95 = all && quantileOf(all.successes, 0.95)
  if (all === undefined || p95 === undefined) return [first]
  const errors = all.errors / all.count
  const bound = figure(Number((p95 * 1.25).toPrecision(2)), 'ms')
  const most = plain(Math.max(0.1, Number((errors * 200).toPrecision(1))))
  return [
    first,
    `It measured a p95 of ${figure(p95, 'ms')} and ${figure(errors, 'share')} errors. To be told when that gets worse, ` +
      `write in perf.yaml: limits: [p95 < ${bound}, error-rate < ${most} %]`,
  ]
}

function asSentence(note: string): string {
  // A quantile keeps its small p.
  const text = /^p\d/.test(note) ? note : `${note.charAt(0).toUpperCase()}${note.slice(1)}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
