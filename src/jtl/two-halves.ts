import { Worker } from 'node:worker_threads'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import { engineModule } from '../core/jtl/engine/module.ts'
import { mergeSummaries, summaryOf } from '../core/jtl/merge.ts'
import { firstOfEachKind } from '../core/jtl/warnings.ts'
import type { Summary } from '../core/summary.ts'
import { readRange } from './read-range.ts'
import { isFull, mayOverflow } from './same-as-one.ts'
import { type Half, halfSummary, type Said } from './second-half.ts'

interface Halves extends Omit<Half, 'engine'> {
  readonly file: number
  /** The program of the second thread, which calls `readSecondHalf`. */
  readonly program: string
  readonly progress?: ((bytes: number) => void) | undefined
}

/**
 * Reads a file on two threads. What the second one finds counts only when it is what one reader would have found: the
 * first half ended, with nothing left open, exactly where the second began. Else the first thread reads on to the end.
 */
export async function summarizeHalves(summarizer: BlockSummarizer, halves: Halves): Promise<Summary> {
  const { file, size, half, progress } = halves
  const second = startSecond(halves)
  try {
    const doubled = progress && ((bytes: number) => progress(Math.min(size, 2 * bytes)))
    const at = await readRange(summarizer, { file, from: 0, to: () => second.start() ?? half, progress: doubled })
    const start = await second.started
    const told = start === undefined ? progress : doubled
    const end = await readRange(summarizer, { file, from: at, to: () => start ?? size, progress: told })
    if (end === start && summarizer.isBetweenRows) {
      const rest = await second.ended
      await second.stop() // gives back its memory before as much is needed here
      const both = rest && joined(summarizer, halfSummary(rest, summarizer.line))
      if (both !== undefined) return both
    }
    await readRange(summarizer, { file, from: end, to: () => size, progress })
    summarizer.end()
    return summaryOf([summarizer.block()], summarizer.rows, summarizer.warnings)
  } finally {
    await second.stop()
  }
}

/** Both halves together; undefined where one reader may have counted more labels or failures together, or fewer rows. */
function joined(summarizer: BlockSummarizer, second: Summary): Summary | undefined {
  const { rows, warnings } = summarizer
  const block = summarizer.block()
  if (isFull([block], warnings) || mayOverflow([block, ...second.blocks])) return undefined
  const both = mergeSummaries([summaryOf([block], rows, warnings), second])
  return isFull(both.blocks, both.warnings) ? undefined : { ...both, warnings: firstOfEachKind(both.warnings) }
}

function startSecond({ program, path, block, half, size, slices, until }: Halves) {
  const worker = new Worker(program, {
    workerData: { path, block, half, size, slices, until, engine: engineModule() } satisfies Half,
  })
  const started = Promise.withResolvers<number | undefined>()
  const ended = Promise.withResolvers<Extract<Said, { said: 'done' }> | undefined>()
  let start: number | undefined
  const giveUp = () => {
    started.resolve(undefined)
    ended.resolve(undefined)
  }
  worker.on('message', (said: Said) => {
    if (said.said === 'start') {
      start = said.at
      started.resolve(said.at)
    } else if (said.said === 'done') ended.resolve(said)
    else giveUp()
  })
  worker.on('error', giveUp) // what hinders it is found, and told, by the first thread, which then reads all
  worker.on('exit', giveUp)
  return { start: () => start, started: started.promise, ended: ended.promise, stop: () => worker.terminate() }
}
