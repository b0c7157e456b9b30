import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { PerfError } from '../../src/core/error.ts'
import type { JobState, PodEvent, PodState } from '../../src/core/job.ts'
import type { HttpTest } from '../../src/core/plan.ts'
import { keys, type Run } from '../../src/core/run.ts'
import type { Jobs } from '../../src/ports.ts'
import { follow } from '../../src/steps/follow.ts'
import { NO_METRICS } from '../support/paired-metrics.ts'
import { stillClock } from '../support/still-clock.ts'

const http: HttpTest = {
  name: 'shop',
  profile: 'load',
  generator: 'http',
  image: 'node:24-slim',
  pods: 2,
  size: { cpuMillis: 500, memoryBytes: 2 ** 29 },
  rampMs: 0,
  durationMs: 60_000,
  properties: {},
  limits: [],
  metrics: [],
  requests: [],
  target: { url: 'http://shop' },
}
const run: Run = { id: 'r1', test: http, namespace: 'perf', bucket: 'b', prefix: 'p', region: 'eu-west-1' }

const pod = (index: number, phase: PodState['phase'], more: Partial<PodState> = {}): PodState => ({
  name: `r1-${index}-x`,
  index,
  phase,
  containers: [],
  ...more,
})
const job = (state: JobState['state'], ...pods: PodState[]): JobState => ({ name: 'r1', state, pods })

/** A Job that is in each of the states for 15 s, and pods that say the same progress all the time. */
function world(states: readonly JobState[], events: readonly PodEvent[] = []) {
  const lines: string[] = []
  const abort = new AbortController()
  const clock = stillClock()
  const asked = { events: 0 }
  const jobs: Jobs = {
    get: async () => undefined,
    async *follow(_, signal) {
      for (const state of states) {
        signal.throwIfAborted()
        yield state
        const next = clock.now() + 15_000
        while (clock.now() < next && !signal.aborted) await setImmediate() // the progress lines move the clock
      }
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
    async events() {
      asked.events++
      return events
    },
    logs: async () => [],
  }
  const interval = { seconds: 10, count: 100, errors: 1, p95: 30 }
  const progress = (index: number) =>
    JSON.stringify({ schema: 'perf-action/progress/v1', index, at: clock.now(), phase: 'running', count: 7, interval })
  const store = {
    get: async (key: string): Promise<Uint8Array | undefined> => {
      const index = [0, 1].find((one) => key === keys(run).progress(one))
      return index === undefined ? undefined : new TextEncoder().encode(progress(index))
    },
    put: async () => {},
    upload: async () => {},
    create: async () => true,
    list: async () => [],
    url: (key: string) => key,
  }
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(`warning: ${line}`),
    group: <T>(_: string, step: () => Promise<T>) => step(),
  }
  return { lines, abort, asked, signal: abort.signal, clock, jobs, store, metrics: NO_METRICS, log }
}

test('a Job is followed to its end, its pods and its load told as they come', async () => {
  const running = job('running', pod(0, 'Running'), pod(1, 'Running'))
  const complete = job('complete', pod(0, 'Succeeded'), pod(1, 'Succeeded'))
  const at = world([job('running', pod(0, 'Pending'), pod(1, 'Pending')), running, complete])
  expect(await follow({ run }, at)).toEqual({ state: complete, reasons: [] })
  expect(at.lines).toEqual([
    'pods 0, 1: pending',
    '0:00 of 1:00 · load · pods 0/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    '0:06 of 1:00 · load · pods 0/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    '0:12 of 1:00 · load · pods 0/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    'pods 0, 1: running',
    '0:18 of 1:00 · load · pods 2/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    '0:24 of 1:00 · load · pods 2/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    '0:30 of 1:00 · load · pods 2/2 · 20/s · p95 30 ms (worst pod) · errors 1 %',
    'pods 0, 1: succeeded',
  ])
})

test('a failed Job ends with its reasons, and one sentence for the verdict', async () => {
  const failed = job('failed', pod(0, 'Failed', { reason: 'Evicted' }))
  const { reasons, job: sentence } = await follow({ run }, world([failed]))
  expect(reasons[0]).toBe('pod 0 (r1-0-x): the node was short of a resource (Evicted)')
  expect(sentence).toBe(reasons.join('; '))
})

test('what is hopeless is thrown', async () => {
  const container = { name: 'generator', state: 'waiting', reason: 'InvalidImageName', image: 'No:Such' } as const
  const at = world([job('running', pod(0, 'Pending', { containers: [container] }))])
  await expect(follow({ run }, at)).rejects.toMatchObject({
    code: 'JOB',
    message: "the image No:Such of generator in the pod r1-0-x can't be had: InvalidImageName",
  })
})

test('warnings of pods that wait are shown once each, and events are asked for only while one waits', async () => {
  const event: PodEvent = {
    at: 0,
    type: 'Warning',
    reason: 'FailedScheduling',
    message: 'no room',
    object: 'Pod/r1-0-x',
    count: 1,
  }
  const waits = job('running', pod(0, 'Pending'))
  const at = world([waits, waits, job('running', pod(0, 'Running')), job('complete')], [event])
  await follow({ run }, at)
  expect(at.lines.filter((line) => line.includes('FailedScheduling'))).toEqual(['FailedScheduling: no room'])
  expect(at.asked.events).toBe(2)
})

test('a store that fails costs the progress lines and one warning, not the run', async () => {
  const at = world([job('running'), job('running'), job('complete')])
  const get = async () => {
    throw new Error('503')
  }
  await follow({ run }, { ...at, store: { ...at.store, get } })
  expect(at.lines).toEqual([expect.stringContaining("warning: the progress of the pods can't be read: ")])
})

test('a time that is over ends it with TIMEOUT and with what kept the pods from their start', async () => {
  const unscheduled = pod(0, 'Pending', { reason: 'Unschedulable', message: '0/3 nodes are available' })
  const at = world([job('running', unscheduled, pod(1, 'Running'))])
  const following = follow({ run }, at)
  await setImmediate()
  at.abort.abort(new PerfError('TIMEOUT', 'the run r1 took longer than 60 s', { hint: 'allow more' }))
  await expect(following).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: 'the run r1 took longer than 60 s; the pod r1-0-x has not started: Unschedulable: 0/3 nodes are available',
    hint: 'allow more',
  })
})

test('a cancelled workflow ends it with CANCELLED', async () => {
  const at = world([job('running', pod(0, 'Running'))])
  const following = follow({ run }, at)
  await setImmediate()
  at.abort.abort()
  await expect(following).rejects.toMatchObject({ code: 'CANCELLED' })
})
