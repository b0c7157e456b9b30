import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { persist } from './persist.ts'
import type { AgentWorld } from './world.ts'

const FILES = ['stdout', 'jmeter.log', 'gc.log']
const MOST_BYTES = 4 * 1024 ** 2 // of each file: its end

/** Ships what the generator wrote for people, block by block, as one gzipped text. */
export async function shipLog(world: AgentWorld): Promise<void> {
  const { keys, pod, store } = world
  await persist(world, 'log', () => {
    const zipped = pipeline(Readable.from(sections(world)), createGzip(), () => {})
    return store.upload(keys.log(pod.index), zipped, 'application/gzip')
  })
}

async function* sections({ spec, mailbox }: AgentWorld): AsyncGenerator<Uint8Array> {
  for (const { id } of spec.blocks) {
    for (const name of FILES.map((file) => `${id}/${file}`)) {
      if ((await mailbox.writtenAt(name)) === undefined) continue
      const path = mailbox.path(name)
      yield Buffer.from(`==> ${name}\n`)
      yield* createReadStream(path, { start: Math.max(0, (await sizeOf(path)) - MOST_BYTES) })
      yield Buffer.from('\n')
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  await using file = await open(path)
  return (await file.stat()).size
}
