import { count } from '../figure.ts'
import type { Summary } from '../summary.ts'
import type { Compared } from './compared.ts'
import type { JudgedLimit } from './limits.ts'
import { nothingAsked } from './nothing-asked.ts'
import { failsAlone } from './only-errors.ts'
import type { Outcome } from './outcome.ts'
import { sentence, subject } from './sentence.ts'
import { foremost, type Shown, shownBy } from './shown.ts'
import type { Stress } from './stress/stress.ts'
import type { Check } from './verdict.ts'

interface Found {
  readonly checks: readonly Check[]
  readonly limits: readonly JudgedLimit[]
  readonly summary: Summary
  readonly comparison?: Compared
  /** What grew over the time of the run. */
  readonly growth?: Shown | undefined
  readonly stress?: Stress
  /** What the profile's own analysis shows, as sentences. */
  readonly told?: readonly string[]
}

interface Decision {
  readonly outcome: Outcome
  readonly reasons: readonly string[]
}

/** Outcome and reasons, in the order of precedence: invalid, regression, inconclusive, warn, pass. */
export function decide({ checks, limits, summary, comparison, growth, stress, told = [] }: Found): Decision {
  const faults = checks.filter(({ state }) => state === 'invalid')
  const broken = limits.filter(({ result }) => result.state === 'broken')
  const missing = limits.filter(({ result }) => result.state === 'no-data')
  const shown = foremost([shownBy(comparison), ...(growth === undefined ? [] : [growth])])
  const faultNotes = faults.map(({ note }) => asSentence(note))
  const brokenNotes = broken.map((limit) => asSentence(sentence(limit)))
  const missingNotes = missing.map(({ limit, result }) =>
    asSentence(`${subject(limit.quantity)} is not judged: ${result.note}`),
  )

  const blamed = shown.outcome === 'regression' || speakOfErrors(broken)
  if (faults.length > 0 && !(blamed && failsAlone(faults)))
    return {
      outcome: 'invalid',
      reasons: broken.length === 0 ? faultNotes : [...faultNotes, brokenBesides(broken)],
    }
  const met = limits.length === 0 || broken.length + missing.length > 0 ? [] : [metAll(limits)]
  if (broken.length > 0 || shown.outcome === 'regression') {
    const besides = [...told, ...faultNotes, ...missingNotes, ...met]
    return { outcome: 'regression', reasons: [...brokenNotes, ...slower(shown), ...besides] }
  }
  if (missing.length > 0) return { outcome: 'inconclusive', reasons: [...missingNotes, ...slower(shown), ...told] }
  if (shown.outcome === 'warn' || shown.outcome === 'inconclusive')
    return { outcome: shown.outcome, reasons: [...shown.reasons, ...told, ...met] }
  if (shown.outcome === 'pass') return { outcome: 'pass', reasons: [...told, ...shown.reasons, ...met] }
  return limits.length === 0
    ? { outcome: 'inconclusive', reasons: [...told, ...nothingAsked(summary, stress)] }
    : { outcome: 'pass', reasons: [...told, ...met] }
}

/** What a comparison says beside something worse. */
function slower({ outcome, reasons }: Shown): readonly string[] {
  return outcome === 'pass' ? [] : reasons
}

/** Failures of the target are its own fault: where a limit speaks of them, they make a regression and no invalid run. */
function speakOfErrors(broken: readonly JudgedLimit[]): boolean {
  return broken.some(({ limit: { quantity } }) => quantity.kind === 'error-rate' || quantity.kind === 'capacity')
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

function asSentence(note: string): string {
  // A quantile keeps its small p.
  const text = /^p\d/.test(note) ? note : `${note.charAt(0).toUpperCase()}${note.slice(1)}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
