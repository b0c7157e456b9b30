import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PerfError } from '../../src/core/error.ts'
import { parsePodManifest } from '../../src/core/pod-manifest.ts'
import type { PodManifest } from '../../src/core/spec.ts'
import { manifest, podSamples, RUN } from '../support/evidence.ts'

const expected = { run: RUN, index: 1 }
const whole = manifest(1, podSamples(1, { seconds: 3 }), { message: 'a note', tail: ['one', 'two'] })
const chunk = { key: 'p/chunk-000001.jtl.gz', rows: 10, bytes: 400, sha256: 'ab' }
const good: PodManifest = {
  ...whole,
  blocks: whole.blocks.map((block) => ({ ...block, health: { ...block.health, gc: 0.01 }, chunks: [chunk] })),
}
const parse = (document: unknown) => parsePodManifest(JSON.stringify(document), expected)

test('a manifest comes back as it was written', () => {
  expect(parse(good)).toEqual(parse(JSON.parse(JSON.stringify(parse(good)))))
  const { summary, ...rest } = good
  expect(parse(good)).toMatchObject(rest)
  expect(parse(good).summary.total.count).toBe(summary.total.count)
})

test('a manifest without all that may be missing is one too', () => {
  const { node, message, ...rest } = good
  const [{ exit, health, ...block } = good.blocks[0]!] = good.blocks
  const bare = { ...rest, blocks: [{ ...block, health: { readings: 0 } }] }
  expect(parse(bare)).toEqual({ ...bare, summary: parse(good).summary })
})

test('of the output the last hundred lines are kept', () => {
  const tail = Array.from({ length: 250 }, (_, n) => `line ${n}`)
  expect(parse({ ...good, tail }).tail).toEqual(tail.slice(-100))
})

/** A copy with the value at a path replaced. */
function changed(path: string, value: unknown): unknown {
  const [head = '', ...rest] = path.split('.')
  const copy: unknown = JSON.parse(JSON.stringify(good))
  let node: unknown = copy
  for (const step of [head, ...rest].slice(0, -1)) node = Object(node)[step]
  Object(node)[rest.at(-1) ?? head] = value
  return copy
}

test.each([
  ['schema', 'perf-action/manifest/v9', 'its schema is not perf-action/manifest/v1'],
  ['run', 'r2', 'it speaks of another run or index'],
  ['index', 0, 'it speaks of another run or index'],
  ['index', '1', 'it speaks of another run or index'],
  ['state', 'great', 'its state is unknown'],
  ['pod', 7, 'pod is no text'],
  ['node', null, 'node is no text'],
  ['message', {}, 'message is no text'],
  ['tail', 'x', 'tail is no list'],
  ['tail', [1], 'a line of tail is no text'],
  ['blocks', {}, 'blocks is no list'],
  ['blocks.0', [], 'a block is no object'],
  ['blocks.0.startedAt', '1', 'startedAt is no number'],
  ['blocks.0.startedAt', -1, 'startedAt is no number'],
  ['blocks.0.endedAt', 1e14, 'endedAt is no number'],
  ['blocks.0.exit', null, 'exit is no number'],
  ['blocks.0.health', null, 'health is no object'],
  ['blocks.0.health.cpu', 1, 'cpu is no object'],
  ['blocks.0.health.cpu.p95', null, 'cpu.p95 is no number'],
  ['blocks.0.health.memory.limit', '1Gi', 'memory.limit is no number'],
  ['blocks.0.health.cpu.p95', -0.5, 'cpu.p95 is no number'],
  ['blocks.0.health.throttled', 1e300, 'throttled is no number'],
  ['blocks.0.health.gc', true, 'gc is no number'],
  ['blocks.0.chunks', undefined, 'chunks is no list'],
  ['blocks.0.chunks.0.rows', '10', 'rows is no number'],
  ['summary', null, 'it is no object'],
])('%s = %j is refused: %s', (path, value, wrong) => {
  const fault = caught(JSON.stringify(changed(path, value)))
  expect(fault).toMatchObject({ code: 'STORE', message: expect.stringContaining(wrong) })
})

test('a manifest that was cut off names its pod and its run', () => {
  expect(caught(JSON.stringify(good).slice(0, 200))).toMatchObject({
    code: 'STORE',
    message: `the manifest of pod 1 of ${RUN} is not one: it is not JSON`,
  })
})

/** What is thrown; undefined where it is a manifest. */
function caught(text: string): unknown {
  try {
    parsePodManifest(text, expected)
    return undefined
  } catch (thrown) {
    return thrown
  }
}

test('whatever is in the bucket, it is a manifest or a failure of the store', () => {
  const paths = fc.constantFrom(...pathsOf(good))
  const damaged = fc.tuple(paths, fc.jsonValue()).map(([path, value]) => JSON.stringify(changed(path, value)))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => {
      const thrown = caught(text)
      if (thrown === undefined) return
      expect(thrown).toBeInstanceOf(PerfError)
      expect(thrown).toHaveProperty('code', 'STORE')
    }),
    { numRuns: 500 },
  )
})

/** Every place of a document: `blocks.0.health`, … */
function pathsOf(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, child]) => [`${path}${key}`, ...pathsOf(child, `${path}${key}.`)])
}
