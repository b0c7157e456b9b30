import { PerfError } from '../core/error.ts'
import { count } from '../core/figure.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { Summary } from '../core/summary.ts'
import { checkRows } from '../core/verdict/checks/rows.ts'
import { clean } from '../report/clean.ts'
import type { Act, Given } from './command.ts'
import { FAULT } from './exit.ts'
import { refuse } from './given.ts'
import { watchProgress } from './progress.ts'
import { namedTwice, readAll } from './results.ts'
import { summaryJson } from './summary-json.ts'
import { summaryPage } from './summary-page.ts'
import type { Terminal } from './terminal.ts'

/** Summarizes files, all together; the exit is 2 where so much is unreadable that the figures mean nothing. */
export const summarize: Act = async (given, terminal) => {
  const files = await filesOf(given)
  const [json, transactions] = [given.flag('json'), given.flag('transactions')]
  const parts = await readThem(files, json, terminal)
  for (const [i, part] of parts.entries()) warn(files[i]!, part, { terminal, alone: files.length === 1 })
  const summary = mergeSummaries(parts)
  refuseNothing(summary, transactions)
  if (json) await terminal.pour(summaryJson(summary, { transactions }))
  else terminal.out(summaryPage(summary, transactions, terminal.paint.out))
  const rows = checkRows({ summary })
  if (rows?.state !== 'invalid') return 0
  terminal.err(`${terminal.paint.err('red', 'not to be trusted')}: ${rows.note}\n`)
  return FAULT
}

async function filesOf({ operands }: Given): Promise<readonly string[]> {
  if (operands.length === 0) refuse(['summarize needs a file; - is the standard input'], 'summarize')
  const twice = new Set(await namedTwice(operands))
  refuse(
    [...twice].map((file) => `${clean(file)} was given twice, and would count twice`),
    'summarize',
  )
  return operands
}

async function readThem(files: readonly string[], slices: boolean, terminal: Terminal): Promise<readonly Summary[]> {
  const progress = watchProgress(files, terminal)
  const told = (file: string) => ({ slices, progress: (bytes: number) => progress.read(file, bytes) })
  try {
    return await readAll(files, told)
  } finally {
    progress.end()
  }
}

interface Warned {
  readonly terminal: Terminal
  /** It is the only file: that it is empty is more than a warning. */
  readonly alone: boolean
}

function warn(file: string, { warnings, rows, total, transactions }: Summary, { terminal, alone }: Warned): void {
  const tell = (message: string, place = '') =>
    terminal.err(`${terminal.paint.err('yellow', 'warning')}: ${clean(file)}${place}: ${clean(message)}\n`)
  for (const { message, line, offset } of warnings)
    tell(offset === undefined ? message : `${message} (byte ${count(offset)})`, line === undefined ? '' : `:${line}`)
  if (!alone && total.count + transactions.length + rows.skipped === 0) tell('there is no sample in it')
}

function refuseNothing({ total, transactions, rows }: Summary, shown: boolean): void {
  if (total.count > 0 || (shown && transactions.length > 0)) return
  if (transactions.length > 0)
    throw new PerfError('INPUT', 'all of its rows are of transactions, which are counted apart', {
      hint: '`--transactions` shows them',
    })
  if (rows.skipped > 0)
    throw new PerfError('INPUT', `none of its ${count(rows.skipped)} rows could be read`, {
      hint: 'the warnings above say why; is this a result file of JMeter?',
    })
  throw new PerfError('INPUT', 'there is no sample in it', { hint: 'did the load run, and is this its result file?' })
}
