import { PerfError } from '../core/error.ts'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import { createBlockSummarizer } from '../core/jtl/summarize.ts'
import { jmeterArgs } from '../core/manifest/jmeter-args.ts'
import type { Block, BlockEnd } from '../core/spec.ts'
import type { BlockSummary, Rows, SummaryWarning } from '../core/summary.ts'
import { createGenerator, type Ended, type Generator } from './generator.ts'
import type { Reporter } from './progress.ts'
import { createShipper, type Shipper } from './shipper.ts'
import { isTold, TOLD } from './stop.ts'
import { obeyStopRequest } from './stop-request.ts'
import { createTail } from './tail.ts'
import { createVitals, type Vitals } from './vitals.ts'
import type { AgentWorld } from './world.ts'

/** What came of a block in this pod. */
export interface BlockResult {
  readonly end: BlockEnd
  readonly summary: BlockSummary
  readonly rows: Rows
  readonly warnings: readonly SummaryWarning[]
  /** It was stopped before its time. */
  readonly cut: boolean
  /** Why the block does not count as run to its end; the load may still have been made. */
  readonly failure?: PerfError
}

const TICK_MS = 250
/** A JVM takes seconds before its load begins, and then says when that was. */
const JMETER_BEGAN = /^Starting standalone test @ .* \((\d{13})\)$/m

interface Observed {
  readonly world: AgentWorld
  readonly block: Block
  readonly reporter: Reporter
  readonly generator: Generator
  readonly summarizer: BlockSummarizer
  readonly shipper: Shipper
  readonly vitals: Vitals
  readonly startAt: number
}

/** Lets the generator make the block's load from `startAt` on, and brings what it measures to the bucket. */
export async function runBlock(world: AgentWorld, block: Block, start: { startAt: number; reporter: Reporter }) {
  const { startAt, reporter } = start
  const generator = createGenerator(world, block)
  const observed: Observed = {
    world,
    block,
    reporter,
    generator,
    summarizer: createBlockSummarizer(block.id),
    shipper: await createShipper(world, block.id),
    vitals: createVitals(world, block, generator),
    startAt,
  }
  await giveTheWord(world, block, startAt)
  const ended = await observe(observed)
  return await conclude(observed, ended)
}

async function giveTheWord(world: AgentWorld, block: Block, startAt: number): Promise<void> {
  const { spec, pod, mailbox, clock, say } = world
  if ((await mailbox.read(`${block.id}/go`)) !== undefined) return
  if (spec.generator === 'jmeter') {
    const args = jmeterArgs({ spec, block, index: pod.index, work: pod.workDir })
    await mailbox.write(`${block.id}/args`, `${args.join('\n')}\n`)
    // JMeter begins when it is told; generator http reads the time itself.
    await clock.sleep(Math.max(0, startAt - clock.now()))
  }
  await mailbox.write(`${block.id}/go`, String(startAt))
  say(`${block.id}: ${spec.generator} begins at ${new Date(startAt).toISOString()}`)
}

async function observe(observed: Observed): Promise<Ended & { readonly cut: boolean }> {
  const { world, block, reporter, generator, summarizer, shipper, vitals, startAt } = observed
  const { clock, stop, spec } = world
  await using tail = createTail(world.mailbox.path(`${block.id}/r.jtl`), (bytes) => summarizer.push(bytes))
  let told = 0
  let cut = false
  for (;;) {
    const ended = await generator.ended() // before the tail: all rows were written by then
    await tail.read()
    await vitals.read()
    if (ended || clock.now() - told >= spec.progressSeconds * 1000) {
      told = clock.now()
      const cpu = vitals.cpu()
      const change = { phase: 'running', block: block.id, ...(cpu === undefined ? {} : { cpu }) } as const
      reporter.tell(change, { interval: summarizer.takeInterval(), rows: summarizer.rows })
      if (!ended) await obeyStopRequest(world)
    }
    if (ended) return { ...ended, cut }
    shipper.offer(markOf(summarizer))
    limitOvertime(world, block, startAt)
    cut ||= stop.signal.aborted
    if (cut) await generator.stop()
    await clock.sleep(TICK_MS)
  }
}

/** A generator that does not come to its end would load the target until the Job's deadline. */
function limitOvertime({ clock, spec, stop }: AgentWorld, { id, durationMs }: Block, startAt: number): void {
  if (clock.now() <= startAt + durationMs + spec.overtimeSeconds * 1000) return
  stop.request(`block ${id}: the generator went on ${spec.overtimeSeconds} s past its time and was stopped`)
}

async function conclude(observed: Observed, ended: Ended & { readonly cut: boolean }): Promise<BlockResult> {
  const { world, block, reporter, summarizer, shipper, vitals, startAt } = observed
  const { mailbox, clock, pod, stop, say } = world
  reporter.tell({ phase: 'finishing' })
  if (await isTold(mailbox)) stop.request(TOLD, clock.now() + pod.graceMs / 2)
  summarizer.end()
  const unshipped = await shipper.finish(markOf(summarizer)).then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof PerfError ? thrown : new PerfError('INTERNAL', String(thrown))),
  )
  const endedAt = (await mailbox.writtenAt(`${block.id}/exit`)) ?? clock.now()
  const said = (await mailbox.read(`${block.id}/stdout`)) ?? ''
  const began = JMETER_BEGAN.exec(said)?.[1] ?? (await mailbox.writtenAt(`${block.id}/pid`)) ?? startAt
  const startedAt = Math.max(startAt, Number(began))
  const end: BlockEnd = {
    block: block.id,
    startAt,
    startedAt,
    endedAt,
    ...(ended.exit === undefined ? {} : { exit: ended.exit }),
    finished: said.includes('... end of run'),
    health: await vitals.health(startedAt, endedAt),
    chunks: shipper.chunks,
  }
  const { rows, warnings } = summarizer
  say(`${block.id}: ended with ${ended.exit ?? ended.why}, ${rows.read} rows read, ${rows.skipped} skipped`)
  const failure = unshipped ?? failureOf(world, end, ended)
  return { end, summary: summarizer.block(), rows, warnings, cut: ended.cut, ...(failure ? { failure } : {}) }
}

function failureOf({ stop, spec }: AgentWorld, { block, finished }: BlockEnd, { exit, why }: Ended) {
  if (why !== undefined) return new PerfError('JOB', `block ${block}: ${why}`)
  if (stop.signal.aborted) return undefined
  if (exit !== 0) return new PerfError('JOB', `block ${block}: ${spec.generator} ended with exit code ${exit}`)
  if (!finished) return new PerfError('JOB', `block ${block}: ${spec.generator} ended before its own end of run`)
  return undefined
}

function markOf({ completeBytes, rows }: BlockSummarizer) {
  return { bytes: completeBytes, rows: rows.read }
}
