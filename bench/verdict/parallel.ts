import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type FlowName, flowOf, type Question, type Shares, simulate } from './cell.ts'
import type { Effect } from './effect.ts'

/** One flow with one effect, as it is sent to a thread. */
export interface Cell extends Question {
  readonly flow: FlowName
  readonly effect: Effect
  readonly runs: number
}

/** Fewer changes are not worth a thread. */
const WORTH = 25

/** Simulates a cell on all cores; the changes are the same on any number of them. */
export async function simulateCell(cell: Cell): Promise<Shares> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(cell.prs / WORTH)))
  const bounds = Array.from({ length: threads + 1 }, (_, i) => Math.floor((i * cell.prs) / threads))
  const parts = await Promise.all(
    bounds.slice(1).map((to, i) => inThread({ ...cell, from: bounds[i]!, prs: to - bounds[i]! })),
  )
  const over = (name: keyof Shares) =>
    parts.reduce((sum, { prs, shares }) => sum + Math.round(prs * shares[name]), 0) / cell.prs
  return {
    pass: over('pass'),
    warn: over('warn'),
    regression: over('regression'),
    inconclusive: over('inconclusive'),
    invalid: over('invalid'),
    pairs: over('pairs'),
  }
}

function inThread(cell: Cell): Promise<{ readonly prs: number; readonly shares: Shares }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: cell })
    worker.once('message', (shares: Shares) => resolve({ prs: cell.prs, shares }))
    worker.once('error', reject)
  })
}

if (!isMainThread && parentPort !== null) {
  const cell = workerData as Cell
  parentPort.postMessage(simulate(cell, [[flowOf(cell.flow, cell.world, cell.runs), cell.effect]])[0])
}
