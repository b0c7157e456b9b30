import { expect, test } from '@jest/globals'
import { originOf, readContext, withoutSecrets } from '../../src/action/context.ts'

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
const pull = { number: 7, headSha: HEAD, labels: ['perf', 'wip'], labelsMayBeOld: true }

test.each([
  [
    'a pull request',
    onPull,
    pullEvent({ id: 1, full_name: 'my-org/shop' }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', tag: false, baseRef: 'main', pull: { ...pull, fork: false } },
  ],
  [
    'a pull request from a fork',
    onPull,
    pullEvent({ id: 2, full_name: 'ada/shop', fork: true }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', tag: false, baseRef: 'main', pull: { ...pull, fork: true } },
  ],
  [
    'a pull request whose fork is gone',
    onPull,
    pullEvent(null),
    { event: 'pull_request', sha: HEAD, ref: 'feature', tag: false, baseRef: 'main', pull: { ...pull, fork: true } },
  ],
  [
    'a pull request within a repository that is itself a fork',
    onPull,
    pullEvent({ id: 1, fork: true }),
    { event: 'pull_request', sha: HEAD, ref: 'feature', tag: false, baseRef: 'main', pull: { ...pull, fork: false } },
  ],
  [
    'workflow_dispatch',
    { GITHUB_EVENT_NAME: 'workflow_dispatch' },
    { inputs: { test: 'shop' }, ref: 'refs/heads/main' },
    { event: 'workflow_dispatch', sha: MERGE, ref: 'main', tag: false },
  ],
  [
    'schedule',
    { GITHUB_EVENT_NAME: 'schedule' },
    { schedule: '0 3 * * *' },
    { event: 'schedule', sha: MERGE, ref: 'main', tag: false },
  ],
  [
    'push',
    { GITHUB_EVENT_NAME: 'push' },
    { ref: 'refs/heads/main', after: MERGE },
    { event: 'push', sha: MERGE, ref: 'main', tag: false },
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
    { event: 'merge_group', sha: HEAD, ref: 'gh-readonly-queue/main/pr-7-abc', tag: false, baseRef: 'main' },
  ],
  [
    'a tag',
    { GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'v1', GITHUB_REF_TYPE: 'tag' },
    { ref: 'refs/tags/v1', after: MERGE },
    { event: 'push', sha: MERGE, ref: 'v1', tag: true },
  ],
  [
    'an event without a file',
    { GITHUB_EVENT_NAME: 'push' },
    undefined,
    { event: 'push', sha: MERGE, ref: 'main', tag: false },
  ],
])('the commit under test of %s', (_, more, event, context) => {
  expect(readContext({ ...env, ...more }, event)).toEqual({ ...common, ...context })
})

test('what a run speaks about is the head of the pull request', () => {
  expect(originOf(readContext({ ...env, ...onPull }, pullEvent({ id: 1 })))).toEqual({
    owner: 'my-org',
    repo: 'shop',
    sha: HEAD,
    pull: 7,
    labels: ['perf', 'wip'],
    labelsMayBeOld: true,
    branch: 'main',
    landed: false,
    workflowUrl: common.workflowUrl,
  })
})

test.each([
  ['a push', { action: 'synchronize' }, {}, true],
  ['a push that is run again', { action: 'synchronize' }, { GITHUB_RUN_ATTEMPT: '2' }, false],
  ['the label', { action: 'labeled', label: { name: 'perf-accept' } }, {}, false],
  ['another label', { action: 'labeled', label: { name: 'wip' } }, {}, true],
  ['the label taken off', { action: 'unlabeled', label: { name: 'perf-accept' } }, {}, true],
  ['a new title', { action: 'edited' }, {}, true],
  ['an opening', { action: 'opened' }, { GITHUB_RUN_ATTEMPT: '1' }, false],
])('whether the labels of a pull request may be older than what is tested: %s', (_, action, more, labelsMayBeOld) => {
  const event = { ...pullEvent({ id: 1 }), ...action }
  expect(originOf(readContext({ ...env, ...onPull, ...more }, event))).toMatchObject({ pull: 7, labelsMayBeOld })
})

test.each([
  ['a push', { GITHUB_EVENT_NAME: 'push' }, {}, { branch: 'main', landed: true }],
  ['a schedule', { GITHUB_EVENT_NAME: 'schedule' }, {}, { branch: 'main', landed: true }],
  [
    'a dispatch on a branch of its own',
    { GITHUB_EVENT_NAME: 'workflow_dispatch', GITHUB_REF_NAME: 'try/it' },
    {},
    { branch: 'try/it', landed: true },
  ],
  [
    "the workflow that follows another's, which may have tested anything",
    { GITHUB_EVENT_NAME: 'workflow_run' },
    {},
    { branch: 'main', landed: false },
  ],
  ["somebody's comment", { GITHUB_EVENT_NAME: 'issue_comment' }, {}, { branch: 'main', landed: false }],
  [
    'a merge group, which may come to nothing',
    { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF_NAME: 'gh-readonly-queue/main/pr-7-abc' },
    { merge_group: { head_sha: HEAD, base_ref: 'refs/heads/main' } },
    { branch: 'main', landed: false },
  ],
  [
    'a pull request that has the rights of its base',
    { ...onPull, GITHUB_EVENT_NAME: 'pull_request_target' },
    pullEvent({ id: 1 }),
    { branch: 'main', landed: false },
  ],
  ['a tag', { GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'v1', GITHUB_REF_TYPE: 'tag' }, {}, {}],
])('the history that a run of %s belongs to', (_, more, event, expected) => {
  const { branch, landed } = originOf(readContext({ ...env, ...more }, event))
  expect({ ...(branch && { branch, landed }) }).toEqual(expected)
})

test('outside of a workflow it says so', () => {
  expect(() => readContext({}, {})).toThrow(
    expect.objectContaining({
      code: 'INPUT',
      message: 'the runner does not set GITHUB_REPOSITORY',
      hint: 'the action runs in a workflow of GitHub; from a terminal there is `perf-action run`',
    }),
  )
})

const followed = { GITHUB_EVENT_NAME: 'workflow_run' }
const other = { id: 3, head_sha: HEAD, head_branch: 'x; rm -rf ~', pull_requests: [{ number: 99 }] }

test('a workflow that follows another knows its head, and believes no number of a pull request', () => {
  const event = { workflow_run: { ...other, head_repository: { id: 2, owner: { login: 'stranger' } } } }
  const context = readContext({ ...env, ...followed }, event)
  expect(context).toMatchObject({
    sha: MERGE,
    head: { owner: 'stranger', repository: 2, branch: other.head_branch, sha: HEAD },
  })
  expect(context.pull).toBeUndefined()
})

test.each([
  ['whose fork is gone', { workflow_run: { ...other, head_repository: null } }],
  [
    'without a branch',
    { workflow_run: { ...other, head_branch: null, head_repository: { id: 2, owner: { login: 'a' } } } },
  ],
  ['that tells nothing', { workflow_run: {} }],
])('of a workflow run %s there is no head', (_, event) => {
  expect(readContext({ ...env, ...followed }, event).head).toBeUndefined()
})

test.each([
  ['a fork', onPull, pullEvent({ id: 2 }), 'fork'],
  [
    'Dependabot, in the repository itself',
    { ...onPull, GITHUB_ACTOR: 'dependabot[bot]' },
    pullEvent({ id: 1 }),
    'dependabot',
  ],
  ['a branch of ours', onPull, pullEvent({ id: 1 }), undefined],
  ['a person with a name like it', { ...onPull, GITHUB_ACTOR: 'dependabot' }, pullEvent({ id: 1 }), undefined],
])('a pull request of %s may be without secrets', (_, more, event, why) => {
  expect(withoutSecrets(readContext({ ...env, ...more }, event))).toBe(why)
})
