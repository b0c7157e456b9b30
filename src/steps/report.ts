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
}

type Needs = Pick<World, 'log' | 'remember'> & { readonly store: Store; readonly forge: Forge }

/** A judged run as the reports want it. */
export function resultOf(
  { run, request }: ToReport,
  judged: { readonly committed: Commit; readonly evidence: Evidence; readonly verdict: Verdict },
  { store }: { readonly store: Store },
): Result {
  const { committed, verdict, evidence } = judged
  const { summary, manifests, metrics, history } = evidence
  const record = historyRecord(evidence, { verdict, origin: request.origin })
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
    ...(history === undefined ? {} : { history }),
    ...(record === undefined ? {} : { record }),
    links: { ...links, ...commit },
  }
}

/** Step 8, last part: check run, comment; what a missing permission prevents is said, and the job summary has it all. */
export async function report(about: ToReport, result: Result, needs: Needs): Promise<Reported> {
  const section = condense(result)
  const links = await say(section, about, needs)
  return { result, section, links: { ...result.links, ...links } }
}

/** Tells the pull request that a run came to nothing, and why. */
export async function reportFailure(
  about: ToReport & { readonly thrown: unknown; readonly cancelled: boolean },
  needs: Needs,
): Promise<void> {
  const { run, request, thrown, cancelled } = about
  const subject = { test: run.test.name, revision: request.origin.sha, links: { workflow: request.origin.workflowUrl } }
  const fault = thrown instanceof PerfError ? thrown : { code: 'INTERNAL' as const, message: reason(thrown) }
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
