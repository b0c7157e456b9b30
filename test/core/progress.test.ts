import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { liveOf, parseProgress } from '../../src/core/progress.ts'
import type { Progress } from '../../src/core/spec.ts'

const NOW = 1_000_000
const progress = (more: Partial<Progress> = {}): Progress => ({
  schema: 'perf-action/progress/v1',
  index: 0,
  at: NOW,
  phase: 'running',
  block: 'load',
  count: 1000,
  errors: 5,
  rows: { read: 1000, skipped: 0 },
  interval: { seconds: 10, count: 500, errors: 5, p95: 40 },
  cpu: 0.4,
  ...more,
})

test('a progress object is read as it was written', () => {
  const full = progress({ message: 'hello' })
  expect(parseProgress(JSON.stringify(full))).toEqual(full)
})

test.each(['', 'null', '[]', '{}', '{"schema":"perf-action/progress/v1"}', '{"schema":"x","phase":"running"}'])(
  '%p is no progress',
  (text) => {
    expect(parseProgress(text)).toBeUndefined()
  },
)

test('whatever stands in a progress object, its figures are figures', () => {
  fc.assert(
    fc.property(fc.json(), fc.object(), (text, fields) => {
      parseProgress(text)
      const read = parseProgress(JSON.stringify({ ...fields, schema: 'perf-action/progress/v1', phase: 'running' }))
      const live = liveOf(read === undefined ? [] : [read], NOW)
      for (const figure of [live.count, live.throughput ?? 0, live.errors ?? 0, live.worstP95 ?? 0]) {
        expect(figure).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})

test('rates add up, shares are of all, quantiles and CPU are of the worst pod', () => {
  const other = progress({ index: 1, count: 300, interval: { seconds: 5, count: 300, errors: 3, p95: 90 }, cpu: 0.3 })
  expect(liveOf([progress(), other], NOW)).toEqual({
    phase: 'running',
    block: 'load',
    heard: 2,
    silent: 0,
    count: 1300,
    throughput: 50 + 60,
    errors: 8 / 800,
    worstP95: 90,
    worstCpu: 0.4,
  })
})

test('a pod that is silent for a minute counts as silent and adds nothing to the rate', () => {
  expect(liveOf([progress(), progress({ index: 1, at: NOW - 60_000 })], NOW)).toMatchObject({
    heard: 2,
    silent: 1,
    throughput: 50,
  })
})

test('a pod that waits for the others has said all that there is to say', () => {
  const waiting = progress({ phase: 'waiting', at: NOW - 600_000 })
  expect(liveOf([waiting], NOW)).toMatchObject({ phase: 'waiting', heard: 1, silent: 0 })
})

test('the phase of all is that of the slowest', () => {
  expect(liveOf([progress(), progress({ phase: 'waiting' })], NOW).phase).toBe('waiting')
  expect(liveOf([progress({ phase: 'done', at: 0 }), progress({ phase: 'finishing' })], NOW).phase).toBe('finishing')
  expect(liveOf([], NOW)).toEqual({ heard: 0, silent: 0, count: 0 })
})
