import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { judgeChanges, type Shares, type Size, sharesOf } from './cell.ts'
import { askedBy, questionsOf, type Sheet } from './sheets.ts'
import type { World } from './world.ts'

/** A share of the changes of a sheet, as it is sent to a thread. */
interface Part {
  readonly sheet: Sheet
  readonly world: World
  readonly seed: number
  readonly from: number
  readonly to: number
}

/** Fewer changes are not worth a thread. */
const WORTH = 25

/** Asks all of a sheet, on all cores; the changes are the same on any number of them. By row, and in it by effect. */
export async function simulate(
  sheet: Sheet,
  world: World,
  { seed, prs }: Size,
): Promise<readonly (readonly Shares[])[]> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(prs / WORTH)))
  const bounds = Array.from({ length: threads + 1 }, (_, i) => Math.floor((i * prs) / threads))
  const parts = await Promise.all(
    bounds.slice(1).map((to, i) => inThread({ sheet, world, seed, from: bounds[i]!, to })),
  )
  const shares = sharesOf(parts, prs)
  const { rows, effects } = askedBy(sheet, world)
  return rows.map((_, i) => shares.slice(i * effects.length, (i + 1) * effects.length))
}

function inThread(part: Part): Promise<readonly Shares[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: part })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

if (!isMainThread && parentPort !== null) {
  const { sheet, world, ...changes } = workerData as Part
  parentPort.postMessage(judgeChanges(world, questionsOf(askedBy(sheet, world)), changes))
}
