import { expect, test } from '@jest/globals'
import type { JobState, PodState } from '../../src/core/job.ts'
import type { Live } from '../../src/core/progress.ts'
import { eventLines, podLines } from '../../src/report/pod-lines.ts'
import { progressLine } from '../../src/report/progress-line.ts'
import { expectGolden } from '../support/golden.ts'

const moment = (seconds: number, live: Partial<Live>, running = 2, expected = 2) => ({
  elapsedMs: seconds * 1000,
  totalMs: 600_000,
  pods: { running, expected },
  live: { heard: 2, silent: 0, count: 0, ...live },
})

const pod = (index: number, phase: PodState['phase'], more: Partial<PodState> = {}): PodState => ({
  name: `run-${index}-x`,
  index,
  phase,
  containers: [],
  ...more,
})
const job = (...pods: PodState[]): JobState => ({ name: 'run', state: 'running', pods })
const pending = (index: number) =>
  pod(index, 'Pending', { reason: 'Unschedulable', message: '0/3 nodes are available' })
const oom = pod(1, 'Failed', {
  containers: [{ name: 'generator', state: 'terminated', exit: 137, reason: 'OOMKilled', memoryLimit: '1Gi' }],
})

test('a run is told line by line as a person likes to read it', () => {
  const states = [
    job(pending(0), pending(1)),
    job(pod(0, 'Running'), pending(1)),
    job(pod(0, 'Running'), pod(1, 'Running')),
    job(pod(0, 'Running'), oom),
    job(pod(0, 'Succeeded'), oom),
    job(...Array.from({ length: 12 }, (_, index) => pod(index, 'Running'))),
  ]
  const event = { at: 0, reason: 'FailedScheduling', message: 'no room\n::error::x', object: 'Pod/run-1-x', count: 1 }
  const events = [
    { ...event, type: 'Warning' as const },
    { ...event, type: 'Warning' as const, count: 2 },
    { ...event, type: 'Warning' as const, object: 'Pod/run-0-x' },
    { ...event, type: 'Warning' as const, reason: 'BackOff' },
    { ...event, type: 'Normal' as const, reason: 'Pulled' },
  ]
  const lines = [
    ...states.flatMap((state, i) => podLines(states[i - 1], state)),
    ...eventLines(events, new Set()),
    progressLine(moment(5, { heard: 0 }, 0)),
    progressLine(moment(20, { phase: 'waiting' }, 1)),
    progressLine(moment(0, { phase: 'running', block: 'load' })),
    progressLine(
      moment(130, {
        phase: 'running',
        block: 'load',
        count: 9000,
        throughput: 1204.4,
        errors: 0.0002,
        worstP95: 38,
        worstCpu: 0.41,
      }),
    ),
    progressLine(
      moment(
        140,
        { phase: 'running', block: 'step-2\u0007', heard: 1, throughput: 12_345, errors: 0, worstP95: 1234 },
        1,
        1,
      ),
    ),
    progressLine(moment(3725, { phase: 'running', silent: 1, throughput: 600, errors: 0.5 })),
    progressLine(moment(610, { phase: 'finishing', count: 722_640 })),
  ]
  expectGolden('progress', { 'lines.txt': `${lines.join('\n')}\n` })
})

test('what is the same as before is not said again', () => {
  const state = job(pod(0, 'Running'), pending(1))
  expect(podLines(state, state)).toEqual([])
  const event = { at: 0, type: 'Warning' as const, reason: 'R', message: 'm', object: 'Pod/a', count: 1 }
  expect(eventLines([event], new Set(['R: m']))).toEqual([])
})
