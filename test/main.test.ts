/** The door as the runner opens it, with nothing but GitHub around it: what needs no cluster. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from '@jest/globals'
import { installCli } from './support/command-line.ts'
import { manifest, podSamples, RUN } from './support/evidence.ts'
import { temporaryFolder } from './support/folder.ts'
import { startShop } from './support/shop.ts'
import { idOf, pullRequest, type RunnerEvent, workflowDispatch } from './world/github/event.ts'
import { startGitHub } from './world/github/server.ts'
import { addCommit, createRepository } from './world/repository.ts'
import { runAction } from './world/runner.ts'

const CODE = 'shop/code'
const FORK = 'stranger/code'
const root = new URL('../', import.meta.url).pathname
const PERF = `version: 1
tests:
  checkout:
    generator: http
    target: http://localhost:8080
    pods: 2
    threads: 40
    ramp: 30s
    duration: 5m
    requests: [{path: /}]
    limits: ['p95 < 400 ms']
`

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A step of this source (not of dist/), on the pull request 7 of a fork; `perf` is on our default branch. */
async function step(inputs: Readonly<Record<string, string>>, occasion: (at: Occasion) => RunnerEvent, perf = PERF) {
  using folder = temporaryFolder()
  put(join(folder.path, 'workspace/perf.yaml'), perf)
  const action = join(folder.path, 'action')
  const main = relative(action, join(root, 'src/index.ts'))
  put(join(action, 'action.yml'), readFileSync(join(root, 'action.yml'), 'utf8').replaceAll('dist/index.js', main))
  const dir = join(folder.path, 'code.git')
  const sha = await createRepository(dir, { 'perf.yaml': PERF })
  const head = { sha: await addCommit(dir, { 'shop.js': 'fast()' }, 'Make it faster'), ref: 'faster', repository: FORK }
  const pull = { number: 7, head, base: { sha, ref: 'main' }, labels: [] }
  const app = { id: 15_368, slug: 'github-actions' }
  const token = { login: 'github-actions[bot]', app, repositories: { [CODE]: RIGHTS } }
  await using github = await startGitHub({
    repositories: [{ name: CODE, dir }],
    accounts: { 'job-token': token },
    pulls: { [CODE]: [pull] },
  })
  const { main: done } = await runAction({
    ...{ action, workspace: join(folder.path, 'workspace'), token: 'job-token' },
    inputs,
    event: occasion({ repository: CODE, url: github.url, sha, head, merge: 'd'.repeat(40) }),
    env: { NODE_NO_WARNINGS: '1' },
  })
  const comments = [...github.discussion(CODE).comments.values()]
  return {
    ...done,
    head: head.sha,
    comments,
    checks: [...github.checks.values()],
    violations: github.violations,
    requests: github.requests,
  }
}

const RIGHTS = { contents: 'read', checks: 'write', 'pull-requests': 'write' } as const

interface Occasion {
  readonly repository: string
  readonly url: string
  readonly sha: string
  readonly head: { readonly sha: string; readonly ref: string; readonly repository: string }
  readonly merge: string
}

/** `on: workflow_run`, after a pull request's workflow. */
function workflowRun({ head, ...at }: Occasion): RunnerEvent {
  const { payload, env } = workflowDispatch(at)
  const from = { id: idOf(head.repository), full_name: head.repository, owner: { login: 'stranger' } }
  const run = {
    id: 1,
    event: 'pull_request',
    head_sha: head.sha,
    head_branch: head.ref,
    head_repository: from,
    pull_requests: [],
  }
  return { payload: { ...payload, workflow_run: run }, env: { ...env, GITHUB_EVENT_NAME: 'workflow_run' } }
}

const proposed =
  (more: { readonly actor?: string } = {}) =>
  ({ head, sha, ...at }: Occasion): RunnerEvent =>
    pullRequest({ ...at, ...more, number: 7, head: { sha: head.sha, ref: head.ref }, base: { sha, ref: 'main' } })

test('mode judge says on the pull request of a fork what its results are by our limits', async () => {
  using results = temporaryFolder()
  for (const index of [0, 1]) {
    const left = manifest(index, podSamples(index))
    put(join(results.path, `checkout/${RUN}/pods/${index}/manifest.json`), JSON.stringify(left))
  }
  const done = await step({ mode: 'judge', results: results.path }, workflowRun)
  expect(done.log).toContain('pull request #7')
  expect(done).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'run-id': RUN }, violations: [] })
  expect(done.comments.map(({ issue }) => issue)).toEqual([7])
  expect(done.comments[0]?.body).toMatch(/^<!-- perf-action -->\n### ✅ Pass/)
  expect(done.checks).toEqual([
    expect.objectContaining({ name: 'perf of a fork / checkout', sha: done.head, conclusion: 'success' }),
  ])
  expect(done.summary).toContain('Pass')
})

test('what `run --local` leaves on the runner of a fork is judged by our limits and not by its own', async () => {
  await using shop = await startShop({ 'GET /products': 150 })
  using installed = installCli()
  const perf = (limit: string) => `version: 1
tests:
  shop:
    generator: http
    target: ${shop.url}
    pods: 2
    rate: 8/s
    ramp: 0s
    duration: 4s
    requests: [GET /products]
    limits: [${limit}]
`
  put(join(installed.home, 'perf.yaml'), perf('p50 < 1 h'))
  const measured = installed.start(['run', '--local', '--config', 'perf.yaml', '--out', 'results'])
  expect([await measured.ended, measured.output()]).toEqual([0, expect.stringContaining('Pass · shop')])
  const results = join(installed.home, 'results')
  const done = await step({ mode: 'judge', results }, workflowRun, perf('p50 < 20 ms'))
  expect(done).toMatchObject({ code: 1, outputs: { verdict: 'regression' }, violations: [] })
  expect(done.comments[0]?.body).toMatch(/p50 is 1\d\d ms, .*over its limit of 20 ms/)
  expect(done.checks).toEqual([expect.objectContaining({ name: 'perf of a fork / shop', conclusion: 'failure' })])
})

test('a pull request of Dependabot, which has no secrets, is inconclusive and green', async () => {
  const done = await step({}, proposed({ actor: 'dependabot[bot]' }))
  expect(done).toMatchObject({ code: 0, outputs: { verdict: 'inconclusive' }, requests: [] })
  expect(done.summary).toContain('Dependabot started this workflow')
})

test('a pull request of a person without the secret is told what is missing', async () => {
  const done = await step({}, proposed())
  expect(done).toMatchObject({ code: 1, outputs: { verdict: 'invalid' } })
  expect(done.log).toContain('input `flux-token` is missing')
})

test('a pull request cannot run another test than perf.yaml has', async () => {
  const sound = {
    ...{ cluster: 'perf', 'aws-region': 'eu-west-1', bucket: 'results' },
    ...{ 'flux-repository': 'shop/fleet', 'flux-token': 'flux-token' },
  }
  const done = await step({ ...sound, duration: '5m' }, proposed())
  expect(done).toMatchObject({ code: 1, requests: [] })
  expect(done.log).toContain('INPUT: the inputs `pods` and `duration` are refused on a pull request')
})
