import { expect, test } from '@jest/globals'
import type { Condition, FluxKustomization, FluxSource } from '../../src/core/flux.ts'
import { decideFlux, describeFlux, fluxObstacle } from '../../src/core/flux-decision.ts'
import type { FluxView } from '../../src/core/flux-trouble.ts'

const COMMIT = 'c0ffee0000000000000000000000000000000000'
const OTHER = 'deadbee000000000000000000000000000000000'

const says = (type: string, status: Condition['status'], reason: string, message = 'so'): Condition => ({
  type,
  status,
  reason,
  message,
})
const source: FluxSource = {
  name: 'flux-system/perf',
  suspended: false,
  conditions: [],
  url: 'https://git/perf',
  branch: 'main',
  artifact: COMMIT,
}
const kustomization: FluxKustomization = {
  name: 'flux-system/runs',
  suspended: false,
  conditions: [],
  path: 'perf/runs',
  source: 'flux-system/perf',
}
const fetching: FluxView = {
  commit: COMMIT,
  folder: 'perf/runs/r1',
  source,
  kustomization,
  fetched: 'behind',
  job: 'absent',
}
const applying: FluxView = { ...fetching, fetched: 'contains', attempted: 'contains' }
const withSource = (...conditions: Condition[]): FluxView => ({ ...fetching, source: { ...source, conditions } })
const withKustomization = (view: FluxView, ...conditions: Condition[]): FluxView => ({
  ...view,
  kustomization: { ...kustomization, conditions, applied: COMMIT },
})

test('a commit is applied once our Job exists, whatever the objects say', () => {
  const broken = { ...source, suspended: true, conditions: [says('Stalled', 'True', 'Bad')] }
  expect(decideFlux({ ...fetching, source: broken, job: 'ours' }, 0)).toEqual({ state: 'applied' })
})

test.each<[string, FluxView, string]>([
  [
    'the source has not fetched',
    { ...fetching, source: { ...source, artifact: OTHER } },
    'Flux fetches c0ffee0 (it has deadbee)',
  ],
  [
    'there is no artifact yet',
    { ...fetching, fetched: undefined, source: without(source) },
    'Flux fetches c0ffee0 (it has nothing)',
  ],
  ['it is fetched', { ...applying, attempted: 'behind' }, 'Flux takes up c0ffee0'],
  ['it is attempted', applying, 'Flux applies c0ffee0'],
  [
    'an older attempt failed',
    withKustomization({ ...applying, attempted: 'behind' }, says('Ready', 'False', 'BuildFailed')),
    'Flux takes up c0ffee0',
  ],
  [
    'a dependency is not ready',
    withKustomization(applying, says('Ready', 'False', 'DependencyNotReady', "base isn't ready")),
    "the Kustomization flux-system/runs waits for another: base isn't ready",
  ],
  [
    'the artifact is on its way',
    withKustomization(applying, says('Ready', 'False', 'ArtifactFailed')),
    'Flux applies c0ffee0',
  ],
  ['it is being applied', withKustomization(applying, says('Ready', 'Unknown', 'Progressing')), 'Flux applies c0ffee0'],
])('when %s, it waits', (_, view, why) => {
  expect(decideFlux(view, 1e9)).toEqual({ state: 'waiting', why })
})

test.each<[string, FluxView, string, string]>([
  [
    'the source is suspended',
    { ...fetching, source: { ...source, suspended: true } },
    'the GitRepository flux-system/perf is suspended, so Flux applies nothing',
    'flux resume source git perf -n flux-system',
  ],
  [
    'the Kustomization is suspended',
    { ...fetching, kustomization: { ...kustomization, suspended: true } },
    'the Kustomization flux-system/runs is suspended, so Flux applies nothing',
    'flux resume kustomization runs -n flux-system',
  ],
  [
    'the folder is elsewhere',
    { ...fetching, folder: 'perf/runs2/r1' },
    'the Kustomization flux-system/runs applies perf/runs, which perf/runs2/r1 is not in',
    'flux-path',
  ],
  [
    'another Job has our name',
    { ...fetching, job: 'foreign' },
    "the cluster has another Job of this run's name",
    'remove that Job',
  ],
  [
    'the branch was rewritten',
    { ...fetching, fetched: 'diverged', source: { ...source, artifact: OTHER } },
    'the branch main of the Flux repository was rewritten: deadbee, which Flux has, does not hold our commit c0ffee0',
    'force-push',
  ],
])('when %s, it fails at once', (_, view, message, hint) => {
  expect(decideFlux(view, 0)).toMatchObject({
    state: 'failed',
    error: { code: 'FLUX', message: expect.stringContaining(message), hint: expect.stringContaining(hint) },
  })
})

test.each<[string, FluxView, number, string]>([
  [
    'the source is stalled',
    withSource(says('Stalled', 'True', 'URLInvalid', 'bad url')),
    3000,
    "Flux can't fetch https://git/perf (GitRepository flux-system/perf, URLInvalid): bad url",
  ],
  [
    'the fetch fails',
    withSource(says('FetchFailed', 'True', 'GitOperationFailed', 'no auth')),
    20_000,
    "Flux can't fetch https://git/perf (GitRepository flux-system/perf, GitOperationFailed): no auth",
  ],
  [
    'the Kustomization is stalled',
    withKustomization({ ...applying, attempted: undefined }, says('Stalled', 'True', 'InvalidSpec')),
    3000,
    "Flux can't apply the commit (Kustomization flux-system/runs, InvalidSpec): so",
  ],
  [
    'the build fails',
    withKustomization(applying, says('Ready', 'False', 'BuildFailed', '/tmp/kustomization-2397/perf/job.yaml: bad')),
    3000,
    "Flux can't apply the commit (Kustomization flux-system/runs, BuildFailed): perf/job.yaml: bad",
  ],
  [
    'the apply fails',
    withKustomization(applying, says('Ready', 'False', 'ReconciliationFailed', 'forbidden')),
    20_000,
    "Flux can't apply the commit (Kustomization flux-system/runs, ReconciliationFailed): forbidden",
  ],
  [
    'the health check fails',
    withKustomization(applying, says('Ready', 'False', 'HealthCheckFailed')),
    20_000,
    "Flux can't apply the commit (Kustomization flux-system/runs, HealthCheckFailed): so",
  ],
  [
    'it is applied without our Job',
    withKustomization({ ...applying, applied: 'contains' }, says('Ready', 'True', 'ReconciliationSucceeded')),
    3000,
    'the Kustomization flux-system/runs has applied c0ffee0, which holds our commit, but there is no Job of perf/runs/r1',
  ],
])('when %s, it fails only after that has lasted', (_, view, patience, message) => {
  const first = decideFlux(view, 1000)
  if (first.state !== 'waiting') throw new Error(`it is ${first.state}`)
  expect(first.doubt).toMatchObject({ since: 1000 })
  expect(decideFlux(view, 1000 + patience - 1, first.doubt)).toMatchObject({ state: 'waiting', doubt: first.doubt })
  expect(decideFlux(view, 1000 + patience, first.doubt)).toMatchObject({
    state: 'failed',
    error: { code: 'FLUX', message: expect.stringContaining(message) },
  })
})

test('a doubt that turns into another one begins anew', () => {
  const build = decideFlux(withKustomization(applying, says('Ready', 'False', 'BuildFailed')), 0)
  if (build.state !== 'waiting') throw new Error(`it is ${build.state}`)
  const apply = withKustomization(applying, says('Ready', 'False', 'ReconciliationFailed'))
  expect(decideFlux(apply, 50_000, build.doubt)).toMatchObject({ state: 'waiting', doubt: { since: 50_000 } })
})

test.each<[string, string | undefined, Partial<FluxKustomization>]>([
  ['perf/runs', undefined, {}],
  ['perf/runs/team', undefined, {}],
  ['anything', undefined, { path: '' }],
  ['perf', 'the Kustomization flux-system/runs applies perf/runs, which perf is not in', {}],
  ['perf/runs', 'the Kustomization flux-system/runs is suspended, so Flux applies nothing', { suspended: true }],
  [
    'perf/runs',
    'the Kustomization flux-system/runs takes its files from OCIRepository a/b, not from the GitRepository flux-system/perf',
    { source: 'OCIRepository a/b' },
  ],
])('before a commit, the path %p meets %p', (path, message, changed) => {
  expect(fluxObstacle({ source, kustomization: { ...kustomization, ...changed } }, on(path))?.message).toBe(message)
})

const on = (fluxPath: string, fluxBranch = 'main') => ({ fluxPath, fluxBranch })

test('a GitRepository of another branch would never see the commit', () => {
  const view = { source: { ...source, branch: 'production' }, kustomization }
  expect(fluxObstacle(view, on('perf/runs'))?.message).toBe(
    'the GitRepository flux-system/perf reads the branch production, and runs are committed to main',
  )
  expect(fluxObstacle(view, on('perf/runs', 'production'))).toBeUndefined()
})

test('an object is described by its condition and its revisions', () => {
  expect(describeFlux(source)).toBe('flux-system/perf: no status yet; fetched c0ffee0')
  const failed = {
    ...kustomization,
    suspended: true,
    attempted: OTHER,
    conditions: [says('Ready', 'False', 'BuildFailed', 'bad')],
  }
  expect(describeFlux(failed)).toBe(
    'flux-system/runs: suspended; Ready False, BuildFailed: bad; attempted deadbee, applied nothing',
  )
})

function without({ artifact: _, ...rest }: FluxSource): FluxSource {
  return rest
}
