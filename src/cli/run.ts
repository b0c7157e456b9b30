import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readAssets } from '../assets.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import { judgedSummary } from '../core/verdict/parts.ts'
import { MARGIN } from '../core/verdict/with-history.ts'
import { pipeline } from '../pipeline.ts'
import type { Reported } from '../steps/report.ts'
import { undo } from '../steps/undo.ts'
import type { Act, Given } from './command.ts'
import { exitOf } from './exit.ts'
import { onInterruption } from './interruption.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { createLiveLog } from './live-log.ts'
import type { Behind, Stage } from './stage.ts'
import type { Paint, Terminal } from './terminal.ts'
import { verdictText } from './verdict-text.ts'

/** Runs the tests, shows what comes of each, and undoes what is left when it is cut off. */
export const run: Act = async (given, terminal) => {
  using interruption = onInterruption(() => terminal.err(`${terminal.paint.err('yellow', 'stopping')} …\n`))
  const { signal } = interruption
  const ledger = openLedger()
  const local = given.flag('local')
  const log = createLiveLog(terminal, local ? ['Follow', 'History'] : undefined)
  const stage = await openStage(given, { log, signal, remember: announcing(ledger, terminal) })
  try {
    return await perform(stage, given, terminal)
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown
  } finally {
    const left = ledger.left()
    const unhurried = { ...stage.world, signal: new AbortController().signal }
    if (left.length > 0) await undo(left, stage.request, unhurried)
    await stage.close()
  }
}

async function openStage(given: Given, behind: Behind): Promise<Stage> {
  if (given.flag('local')) return (await import('./run-local.ts')).openLocalStage(given, behind)
  return (await import('./run-in-cluster.ts')).openClusterStage(given, behind)
}

/** Says of each run that it begins. */
function announcing({ remember }: Ledger, { err, paint }: Terminal): Ledger['remember'] {
  return (change) => {
    remember(change)
    if (change.committed === true) err(`${paint.err('bold', change.test)} · ${change.run}\n`)
  }
}

async function perform({ request, world }: Stage, given: Given, { out, paint }: Terminal): Promise<number> {
  const outcomes: Outcome[] = []
  for await (const reported of pipeline(request, await readAssets(), world)) {
    const { verdict } = reported.result
    outcomes.push(verdict.outcome)
    out(given.flag('json') ? `${JSON.stringify(verdict)}\n` : shown(reported, paint.out))
  }
  return exitOf(outcomes)
}

function shown({ result, links }: Reported, paint: Paint): string {
  const { verdict, run: of } = result
  const summary = judgedSummary(of.test, result.summary, verdict.stress)
  const text = verdictText({ verdict, summary, margin: of.test.compare?.margin ?? MARGIN }, paint)
  const places = [
    ['report ', links.report],
    ['results', links.results],
    ['check  ', links.check],
    ['comment', links.comment],
  ] as const
  const lines = places.flatMap(([name, url]) => (url ? [`${paint('dim', name)} ${paint('cyan', placeOf(url))}\n`] : []))
  return `\n${text}\n${lines.join('')}`
}

/** A file by its path from here, all else as it is. */
function placeOf(url: string): string {
  return url.startsWith('file:') ? relative('', fileURLToPath(url)) : url
}
