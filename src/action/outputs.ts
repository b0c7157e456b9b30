/** How a step ends: its outputs, its job summary, its annotations and its exit. The only place that fails the step. */
import * as core from '@actions/core'
import { type Fault, PerfError, reason } from '../core/error.ts'
import { faultLine } from '../core/fault.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import { exitFails, worst } from '../core/verdict/outcome.ts'
import { plain } from './log.ts'

/** What came of one test, for later steps. */
export interface Told {
  readonly test: string
  readonly outcome: Outcome
  /** The one sentence of evidence. */
  readonly sentence: string
  /** Absent: there was no run. */
  readonly run?: string
  /** Of the Flux repository. */
  readonly commit?: string
  readonly links: {
    readonly results?: string
    readonly report?: string
    readonly comment?: string
    readonly check?: string
  }
  /** Files on the runner. */
  readonly files?: { readonly summary: string; readonly verdict: string }
}

export interface Ending {
  readonly told: readonly Told[]
  /** Markdown; cut already to what GitHub takes. */
  readonly summary: string
  readonly failOn: readonly Outcome[]
}

/** Ends the step with the outcomes of its tests: outputs of several stand one a line; `verdict` is the worst. */
export async function endWith({ told, summary, failOn }: Ending): Promise<void> {
  tell(told)
  await writeSummary(summary)
  for (const one of told) annotate(one, failOn)
}

function tell(told: readonly Told[]): void {
  const lines = (of: (one: Told) => string | undefined) => told.map((one) => of(one) ?? '').join('\n')
  const outputs: Readonly<Record<string, string>> = {
    verdict: worst(told.map(({ outcome }) => outcome)),
    'run-id': lines(({ run }) => run),
    commit: lines(({ commit }) => commit),
    'results-url': lines(({ links }) => links.results),
    'report-url': lines(({ links }) => links.report),
    'comment-url': lines(({ links }) => links.comment),
    'check-url': lines(({ links }) => links.check),
    'summary-path': lines(({ files }) => files?.summary),
    'verdict-path': lines(({ files }) => files?.verdict),
  }
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/**
 * Ends the step with an error: its code and message, a fault a line of its file, and the hint. The tests that came to
 * their end before it keep their outputs and annotations; the one that did not makes the step's verdict invalid.
 */
export async function endWithError(thrown: unknown, { told, summary, failOn }: Ending = NOTHING): Promise<void> {
  const error = thrown instanceof PerfError ? thrown : defect(thrown)
  if (told.length > 0) tell(told)
  core.setOutput('verdict', 'invalid')
  await writeSummary(summary)
  for (const one of told) annotate(one, failOn)
  const several = error.faults.length > 1
  for (const fault of error.faults.slice(0, SHOWN))
    if (several || fault.file !== undefined) core.error(wordsOf(fault), placeOf(fault))
  core.setFailed(`${error.code}: ${error.message}`)
  if (error.hint !== undefined) core.info(plain(`What to do: ${error.hint}`))
  if (error.code === 'INTERNAL' && thrown instanceof Error) core.info(plain(thrown.stack ?? ''))
}

const NOTHING: Ending = { told: [], summary: '', failOn: [] }

const SHOWN = 9 // GitHub shows ten errors of a step, and the step's own is one of them

function annotate({ test, outcome, sentence }: Told, failOn: readonly Outcome[]): void {
  const message = `${test}: ${outcome}: ${sentence}`
  if (exitFails(outcome, failOn)) core.setFailed(message)
  else if (outcome === 'pass') core.notice(message)
  else core.warning(message)
}

function wordsOf({ wrong, right }: Fault): string {
  return faultLine({ code: 'INPUT', wrong, ...(right === undefined ? {} : { right }) })
}

function placeOf({ file, line, column }: Fault): core.AnnotationProperties {
  return {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  }
}

function defect(thrown: unknown): PerfError {
  const hint = 'this is a defect of perf-action; please report it with this log'
  return new PerfError('INTERNAL', reason(thrown), { hint, cause: thrown })
}

/** Where the runner gives no file for it, the annotations have the essentials. */
async function writeSummary(markdown: string): Promise<void> {
  if (markdown === '' || !process.env['GITHUB_STEP_SUMMARY']) return
  await core.summary.addRaw(markdown, true).write()
}
