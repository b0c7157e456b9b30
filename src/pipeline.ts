/** The story of a run: nine steps, each called by its name, in order. Data goes one way; no adapter is named. */
import { type Assets, renderFolder as render } from './core/manifest/render.ts'
import type { Test } from './core/plan.ts'
import type { Request } from './core/request.ts'
import { type Run, runId } from './core/run.ts'
import { judge } from './core/verdict/judge.ts'
import type { Session, World } from './ports.ts'
import { announce } from './steps/announce.ts'
import { collect } from './steps/collect.ts'
import { commit } from './steps/commit.ts'
import { follow } from './steps/follow.ts'
import { plan } from './steps/plan.ts'
import { publish } from './steps/publish.ts'
import { checkFlux, reconcile } from './steps/reconcile.ts'
import { type Report, report, reportFailure } from './steps/report.ts'
import { withdraw } from './steps/withdraw.ts'

/** What came of one test. */
export type Result = Report & { readonly commit: string }

/** Runs the tests that were asked for, one after the other: two at once would load the same target. */
export async function pipeline(request: Request, assets: Assets, world: World): Promise<readonly Result[]> {
  const tests = await world.log.group('Plan', () => plan(request, world))
  const session = await world.log.group('Authenticate', () => world.authenticate())
  const results: Result[] = []
  for (const test of tests) results.push(await runTest(test, request, { assets, ...world, ...session }))
  return results
}

type Scene = World & Session & { readonly assets: Assets }

async function runTest(test: Test, request: Request, scene: Scene): Promise<Result> {
  const { log } = scene
  const run: Run = { ...request, id: runId(scene.clock.now(), scene.random(6)), test }
  const check = await announce(run, scene)
  try {
    const rendered = render(run, scene.assets)
    const committed = await log.group('Commit', () => commit({ run, rendered, request, check }, scene))
    await log.group('Reconcile', () => reconcile({ run: run.id, digest: rendered.digest, commit: committed }, scene))
    const ended = await log.group('Follow', () => follow({ run }, scene))
    const collected = await log.group('Collect', () => collect(run, scene))
    const verdict = judge({ run: run.id, test, ...collected, ...ended })
    const shown = { run, check, request, committed, collected, verdict }
    await log.group('Publish', () => publish({ ...shown, rendered, html: htmlReport(shown) }, scene))
    return await log.group('Report', () => report(shown, scene))
  } catch (thrown) {
    await reportFailure({ run, check, request, thrown }, scene)
    throw thrown
  } finally {
    await log.group('Withdraw', () => withdraw({ run: run.id, test: test.name }, scene))
  }
}
