// The door of generator `http`: a program of its own in the pod, beside the agent. Makes each block's load when the agent says go.
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpRequest } from './core/plan.ts'
import type { RunSpec } from './core/spec.ts'
import { createClient } from './generator/client.ts'
import { makeLoad } from './generator/load.ts'
import { createProtocol } from './generator/protocol.ts'
import { createRecorder } from './generator/recorder.ts'

const work = process.env['PERF_WORK_DIR'] ?? '/work'
const specDir = process.env['PERF_SPEC_DIR'] ?? '/spec'
const index = Number(process.env['JOB_COMPLETION_INDEX'] ?? 0)

const spec = JSON.parse(await readFile(join(specDir, 'spec.json'), 'utf8')) as RunSpec & {
  readonly requests: readonly HttpRequest[]
}
const protocol = createProtocol(work)
for (const block of spec.blocks) {
  const startAt = await protocol.go(block.id)
  if (startAt === undefined) break
  const say = createWriteStream(join(work, block.id, 'stdout'))
  const client = createClient(block.target ?? '')
  const recorder = createRecorder(join(work, block.id, 'r.jtl'), index)
  using stop = protocol.stopSignal(block.id)
  const terminate = new AbortController()
  process.once('SIGTERM', () => terminate.abort())
  const signal = AbortSignal.any([stop.signal, terminate.signal])
  let code = 0
  try {
    await makeLoad({ spec, block, index, startAt, client, record: recorder.record, signal })
    await recorder.close()
    say.end(`${recorder.count()} samples\n... end of run\n`)
    console.log(`${block.id}: ${recorder.count()} samples`)
  } catch (thrown) {
    code = 1
    say.end(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`)
    console.error(thrown)
  }
  await new Promise<void>((resolve) => say.on('close', () => resolve()))
  client.close()
  await protocol.exit(block.id, code)
}
process.exit(await protocol.end())
