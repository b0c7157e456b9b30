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
  const { mailbox, clock, spec, say } = world
  const shipped: Shipped[] = JSON.parse((await mailbox.read(`${block}/chunks.json`)) ?? '[]')
  let cut: Mark = { bytes: shipped.at(-1)?.to ?? 0, rows: shipped.reduce((sum, { rows }) => sum + rows, 0) }
  let cutAt = clock.now()
  const line: Cut[] = []
  let working: Promise<void> | undefined

  const cutAtMark = (mark: Mark) => {
    const rows = mark.rows - cut.rows
    const headerOnly = cut.bytes === 0 && rows === 0
    if (mark.bytes <= cut.bytes || headerOnly) return
    line.push({ from: cut.bytes, to: mark.bytes, rows })
    cut = mark
    cutAt = clock.now()
  }
  const work = async () => {
    for (let next = line[0]; next; next = line[0]) {
      shipped.push(await ship(world, { block, number: shipped.length, cut: next }))
      line.shift()
      await mailbox.write(`${block}/chunks.json`, JSON.stringify(shipped))
    }
  }
  const workAside = () => {
    working ??= work()
      .catch((thrown) => say(`${block}: a chunk waits for the bucket: ${reason(thrown)}`))
      .finally(() => {
        working = undefined
      })
  }
  return {
    get chunks() {
      return shipped.map(({ to: _, ...chunk }) => chunk)
    },
    offer(mark) {
      const due = clock.now() - cutAt >= spec.chunkSeconds * 1000 || mark.bytes - cut.bytes >= LARGEST_CUT
      if (due) cutAtMark(mark)
      if (due && line.length > 0) workAside()
    },
    async finish(mark) {
      cutAtMark(mark)
      await working
      await work()
    },
  }
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
