import { expect, test } from '@jest/globals'
import { PerfError } from '../../src/core/error.ts'
import type { FluxKustomization, FluxSource } from '../../src/core/flux.ts'
import type { JobState } from '../../src/core/job.ts'
import type { Manifests } from '../../src/ports.ts'
import { checkFlux, pruned, reconcile } from '../../src/steps/reconcile.ts'
import { stillClock } from '../support/still-clock.ts'

const COMMIT = 'c0ffee0000000000000000000000000000000000'
const NEWER = 'feed000000000000000000000000000000000000'
const OLDER = 'deadbee000000000000000000000000000000000'

const ours: JobState = { name: 'r1', state: 'running', digest: 'abc', pods: [] }

/** A Flux that takes one look longer for each of its steps; what was done to it is in `done`. */
function world(script: {
  readonly artifacts?: readonly (string | undefined)[]
  readonly jobs?: readonly (JobState | undefined)[]
  readonly source?: Partial<FluxSource>
  readonly kustomization?: Partial<FluxKustomization>
}) {
  const done: string[] = []
  const clock = stillClock(Date.UTC(2026, 0))
  const abort = new AbortController()
  const artifacts = [...(script.artifacts ?? [COMMIT])]
  const jobs = [...(script.jobs ?? [undefined])]
  let handledAt: string | undefined
  const next = <T>(list: T[]): T | undefined => (list.length > 1 ? list.shift() : list[0])
  const base = { suspended: false, conditions: [] }
  const source = async (): Promise<FluxSource> => {
    const artifact = next(artifacts)
    return {
      ...base,
      name: 'flux-system/perf',
      url: 'u',
      ...(artifact === undefined ? {} : { artifact }),
      ...(handledAt === undefined ? {} : { handledAt }),
      ...script.source,
    }
  }
  const compare: Manifests['compare'] = async (commit, revision) => {
    done.push(`compare ${commit.slice(0, 4)} ${revision.slice(0, 4)}`)
    return revision === NEWER ? 'contains' : revision === OLDER ? 'behind' : 'diverged'
  }
  return {
    done,
    abort,
    clock,
    signal: abort.signal,
    log: {
      info: (line: string) => done.push(line),
      warning: () => {},
      group: <T>(_: string, step: () => Promise<T>) => step(),
    },
    flux: {
      source,
      kustomization: async () => ({
        ...base,
        name: 'flux-system/runs',
        path: 'perf',
        source: 'flux-system/perf',
        ...script.kustomization,
      }),
      request: async (object: string, at: string) => {
        done.push(`request ${object}`)
        if (object === 'source') handledAt = at
      },
    },
    jobs: {
      get: async () => next(jobs),
      follow: () => {
        throw new Error('not followed here')
      },
      events: async () => [],
      logs: async () => [],
    },
    manifests: { compare },
  }
}

const asked = { run: 'r1', digest: 'abc', commit: { sha: COMMIT }, folder: 'perf/r1' }

test('source and Kustomization are asked in their order, each once, until our Job is there', async () => {
  const at = world({
    artifacts: [undefined, OLDER, OLDER, COMMIT],
    jobs: [undefined, undefined, undefined, undefined, undefined, ours],
  })
  expect(await reconcile(asked, at)).toBe(ours)
  expect(at.done).toEqual([
    'request source',
    'Flux fetches c0ffee0 (it has nothing)',
    'compare c0ff dead',
    'Flux fetches c0ffee0 (it has deadbee)',
    'Flux takes up c0ffee0',
    'request kustomization',
  ])
  expect(at.clock.slept[0]).toBe(300)
})

test('a newer commit that holds ours is as good as ours', async () => {
  const at = world({ artifacts: [NEWER], jobs: [undefined, ours] })
  expect(await reconcile(asked, at)).toBe(ours)
  expect(at.done).toContain('request kustomization')
})

test('pods of an old Job of our name are not our Job', async () => {
  const gone: JobState = { ...ours, state: 'gone' }
  expect(await reconcile(asked, world({ jobs: [gone, ours] }))).toBe(ours)
})

test.each<[string, Parameters<typeof world>[0], string]>([
  ['a rewritten branch', { artifacts: ['0'.repeat(40)] }, 'was rewritten'],
  ['a Job of another digest', { jobs: [{ ...ours, digest: 'xyz' }] }, 'another Job'],
  ['a suspended source', { source: { suspended: true } }, 'is suspended'],
  [
    'a build that fails',
    {
      kustomization: {
        attempted: COMMIT,
        conditions: [{ type: 'Ready', status: 'False', reason: 'BuildFailed', message: 'bad' }],
      },
    },
    'BuildFailed): bad',
  ],
])('%s ends the wait with FLUX', async (_, script, message) => {
  await expect(reconcile(asked, world(script))).rejects.toMatchObject({
    code: 'FLUX',
    message: expect.stringContaining(message),
  })
})

test('after the deadline it is TIMEOUT, with the last state of both objects', async () => {
  const at = world({ artifacts: [OLDER] })
  await expect(reconcile({ ...asked, deadlineMs: 60_000 }, at)).rejects.toMatchObject({
    code: 'TIMEOUT',
    message:
      'Flux has not created the Job r1 within 60 s. GitRepository flux-system/perf: no status yet; fetched deadbee. ' +
      'Kustomization flux-system/runs: no status yet; attempted nothing, applied nothing',
  })
  expect(Math.max(...at.clock.slept)).toBe(5000)
  expect(at.done.filter((line) => line.startsWith('compare'))).toHaveLength(1)
})

test('a cancelled workflow ends the wait, even where a look never ends', async () => {
  const at = world({})
  const hung = { ...at, flux: { ...at.flux, source: () => new Promise<never>(() => {}) } }
  const waiting = reconcile(asked, hung)
  at.abort.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
})

test('the reason of an abort is kept where it is one of ours', async () => {
  const at = world({})
  const reason = new PerfError('TIMEOUT', 'the run took too long')
  at.abort.abort(reason)
  await expect(reconcile(asked, at)).rejects.toBe(reason)
})

test('before a commit, Flux must be able to apply it', async () => {
  await checkFlux({ fluxPath: 'perf/team', fluxBranch: 'main' }, world({}))
  await expect(checkFlux({ fluxPath: 'elsewhere', fluxBranch: 'main' }, world({}))).rejects.toMatchObject({
    code: 'FLUX',
  })
  await expect(
    checkFlux({ fluxPath: 'perf', fluxBranch: 'main' }, world({ kustomization: { suspended: true } })),
  ).rejects.toMatchObject({
    message: 'the Kustomization flux-system/runs is suspended, so Flux applies nothing',
  })
})

test('a withdrawn Job is pruned once it and its pods are gone', async () => {
  const at = world({ jobs: [ours, { ...ours, state: 'gone' }, undefined] })
  expect(await pruned({ job: 'r1' }, at)).toBe(true)
  expect(at.done).toEqual(['request source', 'request kustomization'])
})

test('a Job that stays is waited for a minute', async () => {
  const at = world({ jobs: [ours] })
  const begun = at.clock.now()
  expect(await pruned({ job: 'r1' }, at)).toBe(false)
  expect(at.clock.now() - begun).toBeGreaterThanOrEqual(60_000)
  expect(at.clock.now() - begun).toBeLessThan(66_000)
})
