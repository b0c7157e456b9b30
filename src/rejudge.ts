/** The story of mode `judge`: results that are there already are judged by the limits of the checkout, and reported. */
import type { Head, Request } from './core/request.ts'
import type { JudgeWorld } from './ports.ts'
import { judgeResults } from './steps/judge-results.ts'
import { plan } from './steps/plan.ts'
import type { Reported } from './steps/report.ts'
import { reportJudged } from './steps/report-judged.ts'

/** What the workflow asks for. */
export interface JudgeRequest extends Pick<Request, 'config' | 'tests' | 'origin'> {
  /** What the other workflow ran on, where one led to this. */
  readonly head?: Head
}

/**
 * Judges the results of the tests that were asked for and yields what was reported of each. All of them are reported
 * before it throws what kept one from a verdict.
 */
export async function* rejudge(request: JudgeRequest, world: JudgeWorld): AsyncGenerator<Reported, void> {
  const { log, results } = world
  const tests = await log.group('Plan', () => plan(request, world))
  const pull = await log.group('Find the pull request', () => findPull(request, world))
  const judged = await log.group('Judge', () => judgeResults(tests, { ...request, results }))
  yield* await log.group('Report', () => reportJudged(judged, { log, pull, forge: world.forge(pull) }))
  for (const one of judged) if ('thrown' in one) throw one.thrown
}

async function findPull({ origin, head }: JudgeRequest, { findPull, log }: JudgeWorld): Promise<number | undefined> {
  const pull = origin.pull ?? (head && (await findPull(head)))
  if (pull === undefined) log.warning('no open pull request has this commit as its head: the check alone is written')
  else log.info(`pull request #${pull}`)
  return pull
}
