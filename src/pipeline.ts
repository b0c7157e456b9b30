/** The story of a run: nine steps, each called by its name, in order. Data goes one way; no adapter is named. */
import { loadTimeMs } from './core/blocks.ts'
import { type Assets, renderFolder as render } from './core/manifest/render.ts'
import { BESIDE_LOAD_MS } from './core/one-job.ts'
import type { Test } from './core/plan.ts'
import type { Request } from './core/request.ts'
import { type Run, runId } from './core/run.ts'
import { toConfirm } from './core/screening.ts'
import { judge } from './core/verdict/judge.ts'
import { toBeConfirmed } from './core/verdict/with-screen.ts'
import type { Session, World } from './ports.ts'
import { announce, handOver } from './steps/announce.ts'
import { chooseComparison } from './steps/choose-comparison.ts'
import { collect } from './steps/collect.ts'
import { commit } from './steps/commit.ts'
import { deadline } from './steps/deadline.ts'
import { follow } from './steps/follow.ts'
import { readHistory } from './steps/history.ts'
import { lastWords } from './steps/last-words.ts'
import { plan } from './steps/plan.ts'
import { publish } from './steps/publish.ts'
import { checkFlux, reconcile } from './steps/reconcile.ts'
import { type Reported, report, reportFailure, resultOf, type ToReport } from './steps/report.ts'
import { watchRevisions } from './steps/watch-revisions.ts'
import { withdraw } from './steps/withdraw.ts'

/**
 * Runs the tests that were asked for, one after the other (two at once would load the same target), and yields what was
 * reported of each. Throws what keeps a test from a verdict; those after it are not begun.
 */
export async function* pipeline(request: Request, assets: Assets, world: World): AsyncGenerator<Reported, void> {
  const { log } = world
  const tests = await log.group('Plan', () => plan(request, world))
  const session = await log.group('Authenticate', () => world.authenticate())
  using _ = { [Symbol.dispose]: session.close }
  await checkFlux(request, session) // before anything is changed anywhere
  for (const test of tests) yield await runTest(test, request, { ...world, ...session, assets })
}

type Scene = World & Session & { readonly assets: Assets }

/** A run of the test, and where that only makes a change suspect another one in pairs, which has the last word. */
async function runTest(asked: Test, request: Request, scene: Scene): Promise<Reported> {
  const test = await chooseComparison(asked, request, scene)
  const run = newRun(test, request, scene)
  const about = { run, request, check: await announce(run, scene) }
  const first = await runOnce(about, scene)
  if (first.next === undefined) return first.reported
  const next = handOver(about, first.next, scene)
  return (await runOnce({ ...next, screened: { run, evidence: first.evidence } }, scene)).reported
}

function newRun(test: Test, request: Request, { clock, random }: Scene): Run {
  return { id: runId(clock.now(), random(6)), test, ...placeOf(request) }
}

async function runOnce(about: ToReport, whole: Scene) {
  const { run, request, screened } = about
  const { test } = run
  const { log } = whole
  using limit = deadline(
    { ms: request.timeoutMs ?? loadTimeMs(test) + BESIDE_LOAD_MS, what: `the run ${run.id}` },
    whole,
  )
  const scene = { ...whole, signal: limit.signal }
  try {
    const rendered = render(run, scene.assets)
    const committed = await log.group('Commit', () => commit({ ...about, rendered }, scene))
    const job = { run: run.id, digest: rendered.digest, commit: committed, folder: `${request.fluxPath}/${run.id}` }
    await log.group('Reconcile', () => reconcile(job, scene))
    const ended = await log.group('Follow', () => watchRevisions(run, scene, () => follow({ run }, scene)))
    const collected = await log.group('Collect', () => collect(run, scene))
    await lastWords({ ...ended, ...collected }, scene)
    const earlier = await log.group('History', () => readHistory({ ...about, run: screened?.run ?? run }, scene))
    const evidence = { test, run: run.id, ...commitOf(request), ...collected, ...ended, ...earlier }
    const verdict = judge(evidence)
    const suspicion = toBeConfirmed(verdict)
    const next = suspicion && newRun(toConfirm(test, suspicion), request, whole)
    const result = resultOf(about, { committed, evidence, verdict, next }, scene)
    await log.group('Publish', () => publish(result, scene))
    return { reported: await log.group('Report', () => report(about, result, scene)), evidence, next }
  } catch (thrown) {
    await reportFailure({ ...about, thrown, cancelled: whole.signal.aborted }, scene)
    throw thrown
  } finally {
    // a cancelled step has seconds left: `post` withdraws its run
    if (!whole.signal.aborted) await log.group('Withdraw', () => withdraw({ run: run.id, test: test.name }, whole))
  }
}

function placeOf({ namespace, bucket, prefix, region, kmsKeyId }: Request) {
  return { namespace, bucket, prefix, region, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }
}

/** The commit that a pull request is about, which is what its target should run. */
function commitOf({ origin: { pull, sha } }: Request) {
  return pull === undefined ? {} : { commit: sha }
}
