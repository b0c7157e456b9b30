import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { summaryOf } from '../../src/core/jtl/merge.ts'
import { createBlockSummarizer } from '../../src/core/jtl/summarize.ts'

const served = new Map<string, number>()
const server = createServer((req, res) => {
  const endpoint = `${req.method} ${req.url}`
  served.set(endpoint, (served.get(endpoint) ?? 0) + 1)
  setTimeout(() => res.writeHead(endpoint === 'POST /broken' ? 500 : 200).end('ok'), 5)
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close().closeAllConnections())

const request = { headers: {}, status: [], timeoutMs: 1000 }
const requests = [
  { ...request, name: 'list, "all"', method: 'GET', path: '/a?x=1', weight: 3 },
  { ...request, name: 'broken', method: 'POST', path: '/broken', body: '{}', weight: 1 },
]

function start(blocks: readonly object[]) {
  const dir = mkdtempSync(join(tmpdir(), 'generator-'))
  writeFileSync(join(dir, 'spec.json'), JSON.stringify({ pods: 1, requests, blocks }))
  const env = { ...process.env, PERF_WORK_DIR: dir, PERF_SPEC_DIR: dir, JOB_COMPLETION_INDEX: '0' }
  const child = spawn(process.execPath, ['--no-warnings', 'src/http.ts'], { env, stdio: 'inherit' })
  const put = (name: string, text: string) => {
    mkdirSync(join(dir, name, '..'), { recursive: true })
    writeFileSync(join(dir, `${name}.part`), text)
    renameSync(join(dir, `${name}.part`), join(dir, name))
  }
  const read = (name: string) => readFileSync(join(dir, name), 'utf8')
  const appears = async (name: string): Promise<string> => {
    for (;;) {
      try {
        return read(name)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const gone = once(child, 'exit').finally(() => rmSync(dir, { recursive: true }))
  return { child, put, read, appears, gone }
}

function summarize(jtl: string) {
  const block = createBlockSummarizer('load')
  block.push(Buffer.from(jtl))
  block.end()
  return summaryOf([block.block()], block.rows, block.warnings)
}

test('the program waits for go, makes the load, and its JTL counts what the server served', async () => {
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = start([{ id: 'load', rate: 100, rampMs: 100, durationMs: 600, target }])
  run.put('load/go', String(Date.now()))
  expect(await run.appears('load/exit')).toBe('0')
  const summary = summarize(run.read('load/r.jtl'))
  expect(summary.rows.skipped).toBe(0)
  expect(summary.labels.map(({ label, count, errors }) => [label, count, errors])).toEqual([
    ['list, "all"', served.get('GET /a?x=1'), 0],
    ['broken', served.get('POST /broken'), served.get('POST /broken')],
  ])
  expect(summary.labels[1]!.failures).toEqual([
    { code: '500', message: 'status 500, expected 200–399', count: served.get('POST /broken') },
  ])
  expect(summary.blocks[0]!.labels[0]!.lag.count).toBeGreaterThan(0)
  expect(run.read('load/stdout')).toContain('... end of run')
  run.put('end', '0')
  expect(await run.gone).toEqual([0, null])
})

test('a run that ends before go makes no load and exits as it is told', async () => {
  const run = start([{ id: 'load', rate: 100, rampMs: 0, durationMs: 600, target: 'http://127.0.0.1:1' }])
  run.put('end', '75')
  expect(await run.gone).toEqual([75, null])
})

test('a pod that is to end tells the agent before its load ends', async () => {
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = start([{ id: 'load', threads: 2, rampMs: 0, durationMs: 3_600_000, target }])
  run.put('load/go', String(Date.now()))
  await run.appears('load/r.jtl')
  run.child.kill('SIGTERM')
  expect(await run.appears('load/exit')).toBe('0')
  expect(run.read('term')).toBe('')
  run.put('end', '0')
  expect(await run.gone).toEqual([0, null])
})

test('a stop request ends a block early and gracefully', async () => {
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = start([{ id: 'load', threads: 2, rampMs: 0, durationMs: 3_600_000, target }])
  run.put('load/go', String(Date.now()))
  await run.appears('load/r.jtl')
  run.put('load/stop', '')
  expect(await run.appears('load/exit')).toBe('0')
  expect(run.read('load/stdout')).toContain('... end of run')
  run.put('end', '0')
  expect(await run.gone).toEqual([0, null])
})
