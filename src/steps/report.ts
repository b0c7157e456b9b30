import { PerfError, reason } from '../core/error.ts'
import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { historyRecord } from '../core/verdict/record.ts'
import type { Verdict } from '../core/verdict/verdict.ts'
import type { Commit, Forge, Store, World } from '../ports.ts'
import { conclusion, renderCheck } from '../report/check.ts'
import { condense } from '../report/condense.ts'
import { cancelledNotice, errorNotice } from '../report/notice.ts'
import type { Links, Result } from '../report/result.ts'
import type { Section } from '../report/section.ts'
import { comment } from './comment.ts'
import { published } from './published.ts'
import { closeAfterFailure } from './run-record.ts'

/** What was said about one test, and where. */
export interface Reported {
  readonly result: Result
  readonly section: Section
  readonly links: Links & { readonly comment?: string }
}

export interface ToReport {
  readonly run: Run
  readonly request: Request
  /** The check run that is in progress. */
  readonly check: number | undefined
  /** What this run is to confirm: the run before it, with its evidence. */
  readonly screened?: { readonly run: Run; readonly evidence: Evidence }
}

type Needs = Pick<World, 'log' | 'remember'> & { readonly store: Store; readonly forge: Forge }

interface Judged {
  readonly committed: Commit
  readonly evidence: Evidence
  readonly verdict: Verdict
  /** The run that has the last word. */
  readonly next: Run | undefined
}

/** A judged run as the reports want it. */
export function resultOf(about: ToReport, judged: Judged, { store }: { readonly store: Store }): Result {
  const { run, request, screened } = about
  const { committed, verdict, evidence, next } = judged
  const { summary, manifests, metrics, history } = evidence
  const record = recordOf(about, judged)
  const at = keys(run)
  const commit = committed.url === undefined ? {} : { commit: committed.url }
  const links = {
    report: store.url(at.report),
    results: store.url(`${at.root}/`),
    workflow: request.origin.workflowUrl,
  }
  return {
    run,
    revision: request.origin.sha,
    commit: committed.sha,
    verdict,
    ...{ summary, manifests, metrics },
    ...(history === undefined || run.test.pairs !== undefined ? {} : { history }),
    ...(next === undefined ? {} : { next: placeOf(next, store) }),
    ...(screened === undefined ? {} : { screened: placeOf(screened.run, store) }),
    ...(record === undefined ? {} : { record }),
    links: { ...links, ...commit },
  }
}

function placeOf(run: Run, store: Store) {
  return { run: run.id, url: store.url(`${keys(run).root}/`) }
}

/** What joins the history when all is said of it: of a screen and its pairs the load that was made once. */
function recordOf({ request: { origin }, screened }: ToReport, { evidence, verdict, next }: Judged) {
  if (next !== undefined) return undefined
  const { history } = evidence
  const whose = screened && { ...screened.evidence, ...(history === undefined ? {} : { history }) }
  return historyRecord(whose ?? evidence, { verdict, origin })
}

/** Step 8, last part: check run (of a run that has the last word), comment; what a missing permission prevents is said, and the job summary has it all. */
export async function report(about: ToReport, result: Result, needs: Needs): Promise<Reported> {
  const section = condense(result)
  const links = await say(section, result.next === undefined ? about : { ...about, check: undefined }, needs)
  return { result, section, links: { ...result.links, ...links } }
}

/** Tells the pull request that a run came to nothing, and why. */
export async function reportFailure(
  about: ToReport & { readonly thrown: unknown; readonly cancelled: boolean },
  needs: Needs,
): Promise<void> {
  const { run, request, screened, thrown, cancelled } = about
  const subject = { test: run.test.name, revision: request.origin.sha, links: { workflow: request.origin.workflowUrl } }
  const { code, message, hint } =
    thrown instanceof PerfError ? thrown : new PerfError('INTERNAL', reason(thrown), { cause: thrown })
  const left =
    screened === undefined ? '' : `; what ${screened.run.id} makes suspect is neither confirmed nor ruled out`
  const fault = { code, message: `${message}${left}`, hint }
  await closeAfterFailure(keys(run).run, cancelled ? 'cancelled' : 'failed', needs)
  await say(cancelled ? cancelledNotice(subject) : errorNotice(subject, fault), about, needs)
}

/** Never throws: what is said does not change what was found, and the job summary has it all. */
async function say(section: Section, { run, request, check }: ToReport, { store, forge, log, remember }: Needs) {
  const { pull } = request.origin
  const about = { prefix: run.prefix, origin: request.origin }
  const [ended, commented] = await Promise.all([
    check === undefined
      ? undefined
      : published('the check', () => forge.finishCheck(check, conclusion(section), renderCheck(section)), log),
    pull === undefined
      ? undefined
      : published('the comment', () => comment(section, { ...about, pull }, { store, forge }), log),
  ])
  if (ended !== undefined) remember({ run: run.id, test: run.test.name, check: null })
  return {
    ...(ended === undefined ? {} : { check: ended }),
    ...(commented === undefined ? {} : { comment: commented }),
  }
}
