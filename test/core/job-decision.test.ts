import { expect, test } from '@jest/globals'
import type { ContainerState, JobState, PodEvent, PodState } from '../../src/core/job.ts'
import { decideJob, waitsFor } from '../../src/core/job-decision.ts'

const MADE = 1_000_000
const pod = (more: Partial<PodState> = {}): PodState => ({
  name: 'run-0-x',
  index: 0,
  phase: 'Pending',
  createdAt: MADE,
  containers: [],
  ...more,
})
const container = (more: Partial<ContainerState>): ContainerState => ({ name: 'generator', state: 'waiting', ...more })
const waiting = (reason: string, message = 'so') =>
  pod({ containers: [container({ reason, message, image: 'jmeter:9' })] })
const ended = (more: Partial<ContainerState>, also: Partial<PodState> = {}) =>
  pod({ phase: 'Failed', containers: [container({ state: 'terminated', exit: 1, ...more })], ...also })
const job = (pods: readonly PodState[], more: Partial<JobState> = {}): JobState => ({
  name: 'run',
  state: 'running',
  pods,
  ...more,
})
const decide = (state: JobState, after = 0, events: readonly PodEvent[] = []) =>
  decideJob({ job: state, events, now: MADE + after })

test('a Job that goes on says in which phases its pods are', () => {
  const pods = [
    pod({ phase: 'Running' }),
    pod({ phase: 'Running' }),
    waiting('ContainerCreating'),
    pod({ phase: 'Succeeded' }),
  ]
  expect(decide(job(pods))).toEqual({ state: 'going', phase: 'pods: 1 pending, 2 running, 1 done' })
  expect(decide(job([]))).toEqual({ state: 'going', phase: 'no pods yet' })
})

test('a complete Job ended well', () => {
  expect(decide(job([], { state: 'complete' }))).toEqual({ state: 'ended', ok: true, reasons: [] })
})

test.each([
  ['InvalidImageName', "couldn't parse image name"],
  ['ErrImageNeverPull', 'so'],
  ['ErrImagePull', 'failed to resolve reference "jmeter:9": jmeter:9: not found'],
  ['ImagePullBackOff', 'Back-off pulling image: pull access denied'],
  ['ErrImagePull', 'unexpected status: 403 Forbidden'],
])('%s (%s) is hopeless at once and names the image', (reason, message) => {
  expect(decide(job([waiting(reason, message)]))).toMatchObject({
    state: 'hopeless',
    error: {
      code: 'JOB',
      message: `the image jmeter:9 of generator in the pod run-0-x can't be had: ${reason}: ${message}`,
    },
  })
})

test.each(['ErrImagePull', 'ImagePullBackOff', 'CreateContainerConfigError', 'CreateContainerError'])(
  '%s for a reason that may pass is hopeless only after a minute',
  (reason) => {
    const stuck = job([waiting(reason, 'dial tcp: i/o timeout')])
    expect(decide(stuck, 59_000).state).toBe('going')
    expect(decide(stuck, 60_000)).toMatchObject({
      state: 'hopeless',
      error: { message: expect.stringContaining(reason) },
    })
  },
)

test('a pod that is never scheduled is hopeless after 10 minutes, with its events', () => {
  const event = (at: number, object: string, message: string): PodEvent => ({
    at,
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    object,
    count: 3,
  })
  const events = [event(1, 'Pod/run-0-x', '0/3 nodes are available'), event(2, 'Pod/other', 'not ours')]
  const stuck = job([pod({ reason: 'Unschedulable', message: 'no room' })])
  expect(decide(stuck, 599_000, events).state).toBe('going')
  expect(decide(stuck, 600_000, events)).toMatchObject({
    state: 'hopeless',
    error: {
      message:
        'the pod run-0-x has not started within 10 minutes. Unschedulable: no room; FailedScheduling (3 times): 0/3 nodes are available',
      hint: expect.stringContaining('Fargate profile'),
    },
  })
})

test('a pod that has a node and does not start points at the node', () => {
  expect(decide(job([pod({ node: 'n1' })]), 600_000)).toMatchObject({
    state: 'hopeless',
    error: { message: expect.stringContaining('There are no events of it'), hint: expect.stringContaining('n1') },
  })
})

test('a Job that is gone was deleted', () => {
  expect(decide(job([], { state: 'gone' }))).toMatchObject({
    state: 'hopeless',
    error: { code: 'JOB', message: 'the Job run was deleted while it ran' },
  })
})

test.each<[string, PodState, string]>([
  [
    'OOMKilled',
    ended({ reason: 'OOMKilled', exit: 137, memoryLimit: '512Mi' }),
    'generator was killed for using more than its memory limit of 512Mi (OOMKilled): give the test more memory (size.memory) or more pods',
  ],
  [
    'an agent that was killed and started again',
    pod({
      phase: 'Succeeded',
      containers: [container({ name: 'agent', state: 'terminated', exit: 0, restarts: 1, lastReason: 'OOMKilled' })],
    }),
    'agent was killed for using more than its memory limit (OOMKilled): this is a defect of perf-action',
  ],
  [
    'a lost claim',
    ended({ exit: 75, reason: 'Error' }),
    'generator ended with 75: another pod has claimed this index before',
  ],
  ['a barrier timeout', ended({ exit: 76 }), 'generator ended with 76: not every pod was ready in time'],
  ['a bad plan', ended({ exit: 77 }), 'generator ended with 77: the plan or the spec in the pod is missing'],
  ['an unreachable store', ended({ exit: 78 }), 'generator ended with 78: the bucket can not be reached or refuses'],
  [
    'an eviction',
    ended({ exit: 137, reason: 'Error' }, { reason: 'Evicted', message: 'low on memory' }),
    'the node was short of a resource (Evicted: low on memory)',
  ],
  ['any other exit', ended({ exit: 3, reason: 'Error', message: 'boom' }), 'generator ended with 3 (Error: boom)'],
  ['no reason at all', pod({ phase: 'Failed' }), 'it failed without a reason'],
])('a failed Job tells of %s', (_, failed, why) => {
  const decision = decide(
    job([pod({ phase: 'Succeeded' }), failed], { state: 'failed', reason: 'FailedIndexes', message: '1 index' }),
  )
  if (decision.state !== 'ended') throw new Error(`it is ${decision.state}`)
  expect(decision.ok).toBe(false)
  expect(decision.reasons[0]).toContain(`pod 0 (run-0-x): ${why}`)
  expect(decision.reasons.at(-1)).toBe('the Job failed: FailedIndexes: 1 index')
})

test('a deadline is said before what it did to the pods', () => {
  const decision = decide(
    job([ended({ exit: 137, reason: 'Error' })], { state: 'failed', reason: 'DeadlineExceeded', message: 'too long' }),
  )
  expect(decision).toMatchObject({
    reasons: [expect.stringContaining('deadline (DeadlineExceeded: too long)'), expect.stringContaining('137')],
  })
})

test('a pull that fails and one that is about to be tried again read the same', () => {
  const failed = waiting('ErrImagePull', 'failed to pull: timeout')
  const backOff = waiting(
    'ImagePullBackOff',
    'Back-off pulling image "jmeter:9": ErrImagePull: failed to pull: timeout',
  )
  expect(waitsFor(backOff)).toBe('ErrImagePull: failed to pull: timeout')
  expect(waitsFor(failed)).toBe(waitsFor(backOff))
})
