import { expect, test } from '@jest/globals'
import type { JobState, PodState } from '../../src/core/job.ts'
import type { PodManifest } from '../../src/core/spec.ts'
import { lastWords } from '../../src/steps/last-words.ts'

const pod = (index: number): PodState => ({
  name: `run-${index}-abcde`,
  index,
  phase: 'Failed',
  createdAt: 0,
  containers: [
    { name: 'agent', state: 'terminated' },
    { name: 'generator', state: 'terminated' },
  ],
})
const state: JobState = { name: 'run', state: 'failed', pods: [pod(0), pod(1)] }
const there = {} as PodManifest // only whether it is there matters

async function said(manifests: readonly (PodManifest | undefined)[], fails = false) {
  const lines: string[] = []
  await lastWords(
    { state, manifests },
    {
      log: { info: (line) => lines.push(line), warning: () => undefined, group: (_, step) => step() },
      jobs: {
        get: async () => state,
        follow: async function* () {},
        events: async () => [],
        logs: async (name, container) => {
          if (fails) throw new Error('gone')
          return [`${name} ${container} says why`]
        },
      },
    },
  )
  return lines
}

test('a pod without a manifest is heard: the last lines of each of its containers', async () => {
  expect(await said([there, undefined])).toEqual([
    'run-1-abcde agent: run-1-abcde agent says why',
    'run-1-abcde generator: run-1-abcde generator says why',
  ])
})

test('pods that left a manifest have said all in it', async () => {
  expect(await said([there, there])).toEqual([])
})

test('a log that is gone is said to be, and ends nothing', async () => {
  expect(await said([undefined, there], true)).toEqual([
    'run-0-abcde agent: (no log: gone)',
    'run-0-abcde generator: (no log: gone)',
  ])
})
