import { type ErrorCode, PerfError, reason } from '../core/error.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import { EXIT } from '../core/manifest/job.ts'
import type { Probe } from '../core/spec.ts'
import { agreeOnStart } from './barrier.ts'
import { type BlockResult, runBlock } from './block.ts'
import { claim } from './claim.ts'
import { shipLog } from './log.ts'
import { type Ending, shipManifest } from './manifest.ts'
import { persist } from './persist.ts'
import { layPlan } from './plan.ts'
import { probe } from './probe.ts'
import { createReporter, type Reporter } from './progress.ts'
import type { AgentWorld } from './world.ts'

/**
 * A pod's part of a run, from claim to manifest. Gives the code with which the generator's container shall end; whatever
 * happened to the load, it is 0 once its results are in the bucket, and the manifest tells the rest.
 */
export async function runPod(world: AgentWorld): Promise<number> {
  const results: BlockResult[] = []
  const reporter = createReporter(world)
  const attempt = await attemptLoad(world, reporter, results)
  if (attempt === 'claim lost') return EXIT.claimLost
  const { ending, code } = attempt
  if (ending.message !== undefined) world.say(`${ending.state}: ${ending.message}`)
  try {
    if (results.length > 0) await shipLog(world)
    await reporter.finish({ phase: 'done', ...(ending.message === undefined ? {} : { message: ending.message }) })
    await shipManifest(world, ending, results)
    return code
  } catch (thrown) {
    world.say(`the results are not all in the bucket: ${explain(thrown)}`)
    return exitCode(thrown)
  }
}

interface Attempt {
  readonly ending: Ending
  readonly code: number
}

async function attemptLoad(world: AgentWorld, reporter: Reporter, results: BlockResult[]) {
  try {
    if (!(await claim(world))) return 'claim lost'
    reporter.tell({ phase: 'claimed' })
    await layPlan(world)
    return await runBlocks(world, reporter, results)
  } catch (thrown) {
    return failed(thrown)
  }
}

async function runBlocks(world: AgentWorld, reporter: Reporter, results: BlockResult[]): Promise<Attempt> {
  const { spec, stop } = world
  for (const block of spec.blocks) {
    reporter.tell({ phase: 'waiting', block: block.id })
    const before = await probe(world, block)
    const startAt = await agreeOnStart(world, block)
    if (startAt === undefined) break
    const result = await runBlock(world, block, { startAt, reporter })
    if (stop.decided && result.cut) break // it is no part of what was compared
    results.push(withProbes(result, [...before, ...(await probe(world, block))]))
    if (result.failure) return failed(result.failure)
    await shipBlock(world, result)
    if (stop.signal.aborted) break
  }
  if (stop.why !== undefined) return { ending: { state: 'stopped', message: stop.why }, code: 0 }
  return { ending: { state: 'done' }, code: 0 }
}

function withProbes(result: BlockResult, probes: readonly Probe[]): BlockResult {
  return probes.length === 0 ? result : { ...result, end: { ...result.end, probes } }
}

/** Of several blocks each as soon as it is over, so that the runner can decide whether there are enough. */
async function shipBlock(world: AgentWorld, { summary, rows, warnings }: BlockResult): Promise<void> {
  const { spec, pod, store, keys } = world
  if (spec.blocks.length === 1) return
  const body = JSON.stringify(summaryOf([summary], rows, warnings))
  const key = keys.block(pod.index, summary.block)
  await persist(world, `${summary.block}: summary`, () => store.put(key, body, 'application/json'))
}

function failed(thrown: unknown): Attempt {
  return { ending: { state: 'failed', message: explain(thrown) }, code: exitCode(thrown) }
}

function explain(thrown: unknown): string {
  const hint = thrown instanceof PerfError ? thrown.hint : undefined
  return hint === undefined ? reason(thrown) : `${reason(thrown)} (${hint})`
}

const EXITS: Partial<Record<ErrorCode, number>> = {
  JOB: 0,
  TIMEOUT: EXIT.barrierTimeout,
  PLAN: EXIT.badSpec,
  CONFIG: EXIT.badSpec,
  STORE: EXIT.storeUnreachable,
}

/** A defect of ours has 70, EX_SOFTWARE of sysexits.h. */
export function exitCode(thrown: unknown): number {
  return (thrown instanceof PerfError ? EXITS[thrown.code] : undefined) ?? 70
}
