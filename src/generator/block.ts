import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpRequest } from '../core/plan.ts'
import type { Block, RunSpec } from '../core/spec.ts'
import { createClient } from './client.ts'
import { makeLoad } from './load.ts'
import { createRecorder } from './recorder.ts'

export interface BlockLoad {
  readonly spec: RunSpec & { readonly requests: readonly HttpRequest[] }
  readonly block: Block
  readonly index: number
  readonly startAt: number
  /** The block's folder of the shared directory. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Makes one block's load into `r.jtl` of its folder, and says in `stdout` that it came to its end, in JMeter's words. */
export async function runBlock({ folder, block, ...load }: BlockLoad): Promise<number> {
  if (block.target === undefined) throw new Error(`block ${block.id} has no target`)
  const said = join(folder, 'stdout')
  await writeFile(said, '')
  const client = createClient(block.target)
  const recorder = await createRecorder(join(folder, 'r.jtl'), load.index)
  try {
    await makeLoad({ ...load, block, client, record: recorder.record })
  } finally {
    client.close()
    await recorder.close()
  }
  await appendFile(said, `${recorder.count} samples\n... end of run\n`)
  return recorder.count
}
