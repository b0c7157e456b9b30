// The door of generator `http`: a program of its own in the pod, beside the agent. Makes each block's load when the agent says go.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlockLoad, runBlock } from './generator/block.ts'
import { createProtocol } from './generator/protocol.ts'

const work = process.env['PERF_WORK_DIR'] ?? '/work'
const specDir = process.env['PERF_SPEC_DIR'] ?? '/spec'
const index = Number(process.env['JOB_COMPLETION_INDEX'] ?? 0)

const protocol = createProtocol(work)
const terminated = new AbortController()
process.on('SIGTERM', async () => {
  await protocol.term() // before the load ends, so that the agent knows why it does
  terminated.abort()
})

const spec = JSON.parse(await readFile(join(specDir, 'spec.json'), 'utf8')) as BlockLoad['spec']
for (const block of spec.blocks) {
  const startAt = await protocol.go(block.id)
  if (startAt === undefined) break
  using stop = protocol.stopSignal(block.id)
  const signal = AbortSignal.any([stop.signal, terminated.signal])
  try {
    const count = await runBlock({ spec, block, index, startAt, folder: join(work, block.id), signal })
    console.log(`${block.id}: ${count} samples`)
    await protocol.exit(block.id, 0)
  } catch (thrown) {
    console.error(thrown)
    await protocol.exit(block.id, 1)
  }
}
process.exit(await protocol.end())
