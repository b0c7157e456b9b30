import { expect, test } from '@jest/globals'
import type { PerfError } from '../src/core/error.ts'
import type { Request } from '../src/core/request.ts'
import { pipeline } from '../src/pipeline.ts'
import type { Reported } from '../src/steps/report.ts'
import { createWorld, type Stage } from './support/world.ts'

const request: Request = {
  config: 'perf.yaml',
  tests: 'all',
  namespace: 'perf',
  bucket: 'acme-perf',
  prefix: 'perf',
  region: 'eu-central-1',
  fluxPath: 'runs',
  fluxBranch: 'main',
  origin: { owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), pull: 7, workflowUrl: 'https://github.com/acme/shop/1' },
}
const ID = 'r20261102100000-aaaaaa'
const ROOT = `perf/checkout/${ID}`

async function run({ world }: Stage, change: Partial<Request> = {}): Promise<readonly Reported[]> {
  const reported: Reported[] = []
  const assets = { agent: 'agent()', http: 'http()' }
  for await (const one of pipeline({ ...request, ...change }, assets, world)) reported.push(one)
  return reported
}

/** What a run that goes badly throws. */
const failure = (stage: Stage, change?: Partial<Request>): Promise<PerfError | undefined> =>
  run(stage, change).then(
    () => undefined,
    (thrown) => thrown,
  )

const record = ({ store }: Stage) => JSON.parse(store.objects.get(`${ROOT}/run.json`) ?? '{}')
const comment = ({ comments }: Stage) => [...comments.values()].join()
const warnings = ({ lines }: Stage) => lines.filter((line) => line.startsWith('warning: '))
const groups = ({ lines }: Stage) => lines.filter((line) => line.startsWith('['))

/** Nothing is left in the Flux repository, in the cluster or to undo. */
function expectNothingLeft(stage: Stage): void {
  expect([...stage.folders.keys(), ...stage.running.keys(), ...stage.left()]).toEqual([])
}

test('a run goes from the commit to a verdict, one comment, an ended check and a withdrawn folder', async () => {
  const stage = createWorld()
  const [reported, ...more] = await run(stage)
  expect(more).toEqual([])
  expect(reported?.result.verdict).toMatchObject({ outcome: 'pass', run: ID, test: 'checkout' })
  expect(reported?.links).toEqual({
    report: `https://bucket.example/${ROOT}/report/index.html`,
    results: `https://bucket.example/${ROOT}/`,
    workflow: request.origin.workflowUrl,
    commit: 'https://git.example/c1',
    check: 'https://forge.example/0',
    comment: 'https://forge.example/1',
  })
  expect([...stage.comments.keys()]).toEqual(['<!-- perf-action -->'])
  expect(comment(stage)).toContain('## ')
  expect(stage.checks).toMatchObject([{ name: 'perf / checkout', conclusion: 'success' }])
  expect(warnings(stage)).toEqual([])
  expectNothingLeft(stage)
})

test('its steps are groups of the log, in order, and the session is closed at the end', async () => {
  const stage = createWorld()
  await run(stage)
  const names = [
    'Plan',
    'Authenticate',
    'Commit',
    'Reconcile',
    'Follow',
    'Collect',
    'History',
    'Publish',
    'Report',
    'Withdraw',
  ]
  expect(groups(stage)).toEqual(names.map((name) => `[${name}]`))
  expect(stage.history.at(-1)).toBe('close')
})

test('the bucket holds what was planned, what the pods left and what came of it', async () => {
  const stage = createWorld()
  await run(stage)
  const names = [
    ...[
      'metrics/cpu.csv',
      'metrics/cpu.json',
      'plan/job.yaml',
      'plan/kustomization.yaml',
      'plan/perf.yaml',
      'plan/spec.json',
    ],
    ...['pods/0/manifest.json', 'pods/1/manifest.json', 'report/index.html', 'run.json', 'summary.json'],
    'verdict.json',
  ]
  expect([...stage.store.objects.keys()].sort()).toEqual([
    ...names.map((name) => `${ROOT}/${name}`),
    'perf/comments/acme/shop/7/checkout.json',
  ])
  expect(record(stage)).toMatchObject({ state: 'closed', closing: 'pass' })
  const [metric] = [JSON.parse(stage.store.objects.get(`${ROOT}/metrics/cpu.json`) ?? '{}')]
  expect(metric).toMatchObject({ id: 'cpu', query: `cpu{job="${ID}"}`, window: { step: 1 } })
})

test('what is to be undone is saved before it is done, and struck out after it was undone', async () => {
  const stage = createWorld()
  await run(stage)
  const acts = stage.history.filter((act) => !act.startsWith('put ') || act.endsWith('/run.json'))
  expect(acts).toEqual([
    'start check of perf / checkout',
    'remember no folder, check',
    'remember folder, check',
    `put ${ROOT}/run.json`,
    `commit ${ID}`,
    `put ${ROOT}/run.json`,
    'end check of perf / checkout',
    'comment',
    'remember folder, no check',
    `withdraw ${ID}`,
    'remember no folder, no check',
    'close',
  ])
})

test('two tests run one after the other and share one comment', async () => {
  const load = 'profile: load, generator: http, target: http://shop, threads: 2, duration: 1m, ramp: 30s'
  const entry = `${load}, requests: [{path: /}], limits: ['p95 < 500 ms']`
  const stage = createWorld({ perf: `version: 1\ntests:\n  first: {${entry}}\n  second: {${entry}}\n` })
  const reported = await run(stage)
  expect(reported.map(({ result }) => result.run.test.name)).toEqual(['first', 'second'])
  const changes = stage.history.filter((act) => /^(commit|withdraw) /.test(act)).map((act) => act.split(' ')[0])
  expect(changes).toEqual(['commit', 'withdraw', 'commit', 'withdraw'])
  expect(stage.comments.size).toBe(1)
  expect(comment(stage)).toMatch(/first.*second/s)
  expectNothingLeft(stage)
})

test('without a pull request there is a check and no comment', async () => {
  const { pull, ...origin } = request.origin
  const stage = createWorld()
  const [reported] = await run(stage, { origin })
  expect(reported?.links).not.toHaveProperty('comment')
  expect(stage.comments.size).toBe(0)
  expect(stage.checks).toMatchObject([{ conclusion: 'success' }])
})

test('missing permissions are warnings by their names, and the verdict stands', async () => {
  const stage = createWorld({ missing: ['checks: write', 'pull-requests: write'] })
  const [reported] = await run(stage)
  expect(reported?.result.verdict.outcome).toBe('pass')
  expect(warnings(stage)).toEqual([
    expect.stringContaining('`checks: write`'),
    expect.stringContaining('`pull-requests: write`'),
  ])
  expectNothingLeft(stage)
})

test('a pod without a manifest makes the run invalid, however well the others did', async () => {
  const stage = createWorld({ pod: (manifest) => (manifest.index === 1 ? undefined : manifest) })
  const [reported] = await run(stage)
  expect(reported?.result.verdict.outcome).toBe('invalid')
  expect(reported?.result.verdict.reasons[0]).toContain('pod 1 did not report')
  expect(stage.checks).toMatchObject([{ conclusion: 'failure' }])
  expectNothingLeft(stage)
})

test('no manifest at all is invalid too, and its metrics say that there is no time to ask about', async () => {
  const stage = createWorld({ pod: () => undefined })
  const [reported] = await run(stage)
  expect(reported?.result.verdict.outcome).toBe('invalid')
  expect(reported?.result.metrics).toMatchObject([{ id: 'cpu', state: 'no-data' }])
})

test('a failure after the commit is thrown, reported and closed, and the folder is withdrawn', async () => {
  const stage = createWorld({ kustomization: { suspended: true } })
  expect(await failure(stage)).toMatchObject({ code: 'FLUX', message: expect.stringContaining('is suspended') })
  expect(stage.history).toContain(`commit ${ID}`)
  expect(comment(stage)).toContain('is suspended')
  expect(stage.checks).toMatchObject([{ conclusion: 'failure' }])
  expect(record(stage)).toMatchObject({ state: 'closed', closing: 'failed' })
  expectNothingLeft(stage)
})

test('a Flux that could not apply the folder is found before anything is changed', async () => {
  const stage = createWorld()
  const wrong = await failure(stage, { fluxPath: 'elsewhere' })
  expect(wrong).toMatchObject({ code: 'FLUX', message: expect.stringContaining('elsewhere') })
  expect(stage.history).toEqual(['close'])
})

test('a run that takes too long ends with TIMEOUT and is withdrawn', async () => {
  const stage = createWorld({ endless: true })
  expect(await failure(stage, { timeoutMs: 600_000 })).toMatchObject({
    code: 'TIMEOUT',
    message: `the run ${ID} took longer than 600 s`,
  })
  expect(comment(stage)).toContain('took longer than 600 s')
  expect(record(stage)).toMatchObject({ closing: 'failed' })
  expectNothingLeft(stage)
})

test('a cancelled run says so and leaves its folder to post', async () => {
  const stage = createWorld({ endless: true, running: () => stage.abort.abort() })
  expect(await failure(stage)).toMatchObject({ code: 'CANCELLED' })
  expect(groups(stage)).not.toContain('[Withdraw]')
  expect(stage.checks).toMatchObject([{ conclusion: 'cancelled' }])
  expect(comment(stage)).toContain('cancelled')
  expect(record(stage)).toMatchObject({ closing: 'cancelled' })
  expect(stage.left()).toEqual([{ run: ID, test: 'checkout', committed: true }])
})

test('a run whose failure can not be reported still fails by its own reason, and is withdrawn', async () => {
  const stage = createWorld({
    kustomization: { suspended: true },
    before: (act) => {
      if (act === 'comment') throw new Error('GitHub is down')
    },
  })
  expect(await failure(stage)).toMatchObject({ code: 'FLUX' })
  expect(warnings(stage)).toEqual([expect.stringContaining('GitHub is down')])
  expectNothingLeft(stage)
})

test('a comment that fails is a warning: the verdict stands, and the job summary has it', async () => {
  const stage = createWorld({
    before: (act) => {
      if (act === 'comment') throw new Error('GitHub is down')
    },
  })
  const [reported] = await run(stage)
  expect(reported?.result.verdict.outcome).toBe('pass')
  expect(warnings(stage)).toEqual(['warning: the comment is left out: GitHub is down'])
  expect(record(stage)).toMatchObject({ state: 'closed', closing: 'pass' })
})

test('a folder that can not be withdrawn is left to post, and the verdict stands', async () => {
  const stage = createWorld({
    before: (act) => {
      if (act.startsWith('withdraw')) throw new Error('the branch is protected')
    },
  })
  const [reported] = await run(stage)
  expect(reported?.result.verdict.outcome).toBe('pass')
  expect(warnings(stage)).toEqual([`warning: ${ID} could not be withdrawn yet: the branch is protected`])
  expect(stage.left()).toEqual([{ run: ID, test: 'checkout', committed: true }])
})
