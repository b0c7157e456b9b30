import { reason } from '../core/error.ts'
import type { BlockEnd } from '../core/spec.ts'
import { type Cut, packChunk } from './chunk.ts'
import { persist } from './persist.ts'
import type { AgentWorld } from './world.ts'

type Chunk = BlockEnd['chunks'][number]

/** How far the JTL is read: the end of its last whole row, and the rows up to there. */
export interface Mark {
  readonly bytes: number
  readonly rows: number
}

/** Brings a block's JTL to the bucket, in chunks that are never written again. */
export interface Shipper {
  readonly chunks: readonly Chunk[]
  /** Cuts and ships a chunk when one is due. Never waits, never fails: what is not shipped stays in line. */
  offer(mark: Mark): void
  /** Ships all that is left up to the mark. Throws a PerfError STORE when it can't. */
  finish(mark: Mark): Promise<void>
}

const LARGEST_CUT = 32 * 1024 ** 2
type Shipped = Chunk & { readonly to: number }

/** The shipper of a block; it goes on where an agent before it, in the same pod, has ended. */
export async function createShipper(world: AgentWorld, block: string): Promise<Shipper> {
  const { mailbox, clock, spec } = world
  const shipped: Shipped[] = JSON.parse((await mailbox.read(`${block}/chunks.json`)) ?? '[]')
  const dock = createDock(world, block, shipped)
  let cut: Mark = { bytes: shipped.at(-1)?.to ?? 0, rows: shipped.reduce((sum, { rows }) => sum + rows, 0) }
  let cutAt = clock.now()
  const cutAtMark = (mark: Mark) => {
    const piece = cutBetween(cut, mark)
    if (piece === undefined) return
    dock.line.push(piece)
    cut = mark
    cutAt = clock.now()
  }
  return {
    get chunks() {
      return shipped.map(({ to: _, ...chunk }) => chunk)
    },
    offer(mark) {
      if (mark.rows === 0) cutAt = clock.now() // a chunk's time begins with its first row
      const due = clock.now() - cutAt >= spec.chunkSeconds * 1000 || mark.bytes - cut.bytes >= LARGEST_CUT
      if (!due) return
      cutAtMark(mark)
      dock.workAside()
    },
    async finish(mark) {
      cutAtMark(mark)
      await dock.work()
    },
  }
}

/** Ships what stands in line, one at a time and in order, and writes down what is shipped. */
function createDock(world: AgentWorld, block: string, shipped: Shipped[]) {
  const line: Cut[] = []
  let aside: Promise<void> | undefined
  const empty = async () => {
    for (let next = line[0]; next; next = line[0]) {
      shipped.push(await ship(world, { block, number: shipped.length, cut: next }))
      line.shift()
      await world.mailbox.write(`${block}/chunks.json`, JSON.stringify(shipped))
    }
  }
  return {
    line,
    workAside() {
      aside ??= empty()
        .catch((thrown) => world.say(`${block}: a chunk waits for the bucket: ${reason(thrown)}`))
        .finally(() => {
          aside = undefined
        })
    },
    async work() {
      await aside
      await empty()
    },
  }
}

/** undefined: nothing has come, or nothing but the header line. */
function cutBetween(from: Mark, to: Mark): Cut | undefined {
  const rows = to.rows - from.rows
  if (to.bytes <= from.bytes || (from.bytes === 0 && rows === 0)) return undefined
  return { from: from.bytes, to: to.bytes, rows }
}

interface Shipment {
  readonly block: string
  readonly number: number
  readonly cut: Cut
}

async function ship(world: AgentWorld, { block, number, cut }: Shipment): Promise<Shipped> {
  const { keys, pod, store, mailbox, say } = world
  const key = keys.chunk(pod.index, block, number)
  const { body, sha256 } = await packChunk(mailbox.path(`${block}/r.jtl`), cut)
  await persist(world, `${block}: chunk ${number}`, () => store.put(key, body, 'application/gzip'))
  say(`${block}: chunk ${number} shipped, ${cut.rows} rows, ${body.length} bytes`)
  return { key, rows: cut.rows, bytes: body.length, sha256, to: cut.to }
}
