import { expect, test } from '@jest/globals'
import { originOf, readContext } from '../../src/action/context.ts'

const MERGE = 'a'.repeat(40)
const HEAD = 'b'.repeat(40)
const env = {
  GITHUB_REPOSITORY: 'my-org/shop',
  GITHUB_SHA: MERGE,
  GITHUB_RUN_ID: '42',
  GITHUB_ACTOR: 'ada',
  GITHUB_SERVER_URL: 'https://github.example.com',
  GITHUB_API_URL: 'https://github.example.com/api/v3',
  GITHUB_REF_NAME: 'main',
}
const common = {
  owner: 'my-org',
  repo: 'shop',
  actor: 'ada',
  workflowUrl: 'https://github.example.com/my-org/shop/actions/runs/42',
  apiUrl: 'https://github.example.com/api/v3',
  serverUrl: 'https://github.example.com',
}

const pullEvent = (headRepo: object | null) => ({
  action: 'synchronize',
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: 'feature', sha: HEAD, repo: headRepo },
    base: { ref: 'main', sha: MERGE, repo: { id: 1, full_name: 'my-org/shop' } },
    labels: [
      { id: 1, name: 'perf' },
      { id: 2, name: 'wip' },
    ],
  },
})
const onPull = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF_NAME: '7/merge',
  GITHUB_HEAD_REF: 'feature',
  GITHUB_BASE_REF: 'main',
}
const pull = { number: 7, headSha: HEAD, labels: ['perf', 'wip'] }

test.each([
  [
    'a pull request',
    onPull,
    pullEvent({ id: 1, full_name: 'my-org/shop' }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', baseRef: 'main', pull: { ...pull, fork: false } },
  ],
  [
    'a pull request from a fork',
    onPull,
    pullEvent({ id: 2, full_name: 'ada/shop', fork: true }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', baseRef: 'main', pull: { ...pull, fork: true } },
  ],
  [
    'a pull request whose fork is gone',
    onPull,
    pullEvent(null),
    { event: 'pull_request', sha: HEAD, ref: 'feature', baseRef: 'main', pull: { ...pull, fork: true } },
  ],
  [
    'a pull request within a repository that is itself a fork',
    onPull,
    pullEvent({ id: 1, fork: true }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', baseRef: 'main', pull: { ...pull, fork: false } },
  ],
  [
    'workflow_dispatch',
    { GITHUB_EVENT_NAME: 'workflow_dispatch' },
    { inputs: { test: 'shop' }, ref: 'refs/heads/main' },
    { event: 'workflow_dispatch', sha: MERGE, ref: 'main' },
  ],
  [
    'schedule',
    { GITHUB_EVENT_NAME: 'schedule' },
    { schedule: '0 3 * * *' },
    { event: 'schedule', sha: MERGE, ref: 'main' },
  ],
  [
    'push',
    { GITHUB_EVENT_NAME: 'push' },
    { ref: 'refs/heads/main', after: MERGE },
    { event: 'push', sha: MERGE, ref: 'main' },
  ],
  [
    'a merge group',
    { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF_NAME: 'gh-readonly-queue/main/pr-7-abc' },
    {
      merge_group: {
        head_sha: HEAD,
        head_ref: 'refs/heads/gh-readonly-queue/main/pr-7-abc',
        base_ref: 'refs/heads/main',
      },
    },
    { event: 'merge_group', sha: HEAD, ref: 'gh-readonly-queue/main/pr-7-abc', baseRef: 'main' },
  ],
  ['an event without a file', { GITHUB_EVENT_NAME: 'push' }, undefined, { event: 'push', sha: MERGE, ref: 'main' }],
])('the commit under test of %s', (_, more, event, context) => {
  expect(readContext({ ...env, ...more }, event)).toEqual({ ...common, ...context })
})

test('what a run speaks about is the head of the pull request', () => {
  expect(originOf(readContext({ ...env, ...onPull }, pullEvent({ id: 1 })))).toEqual({
    owner: 'my-org',
    repo: 'shop',
    sha: HEAD,
    pull: 7,
    workflowUrl: common.workflowUrl,
  })
})

test('outside of a workflow it says so', () => {
  expect(() => readContext({}, {})).toThrow(
    expect.objectContaining({
      code: 'INPUT',
      message: 'the runner does not set GITHUB_REPOSITORY',
      hint: 'the action runs in a workflow of GitHub; from a terminal there is `perf-action render`',
    }),
  )
})
