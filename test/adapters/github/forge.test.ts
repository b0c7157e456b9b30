import { expect, test } from '@jest/globals'
import { createForge } from '../../../src/adapters/github/forge.ts'
import type { PerfError } from '../../../src/core/error.ts'
import type { Forge } from '../../../src/ports.ts'
import { secondaryRateLimit } from '../../world/github/faults.ts'
import { accounts, briskClock, code, openWorld, type TestWorld } from './world.ts'

const marker = '<!-- perf-action -->'
const report = { title: 'Running', summary: 'since 12:00' }
const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (thrown: unknown) => thrown as PerfError,
  )

function forge(world: TestWorld, options: { token?: string; pull?: number; sha?: string } = {}): Forge {
  const [owner = '', repo = ''] = code.split('/')
  const common = { baseUrl: world.github.url, owner, repo, sha: world.head, pull: 7, clock: briskClock() }
  return createForge({ token: 'job-token', ...common, ...options })
}

const bodies = (world: TestWorld) => [...world.github.discussion(code).comments.values()].map(({ body }) => body)

/** So many comments of people that ours is on none of the first pages. */
function chatter(world: TestWorld, count: number): void {
  for (let n = 0; n < count; n++) world.github.discussion(code).add(7, accounts['person-token'], `Comment ${n}`)
}

test('the first report creates a comment, the next ones replace it, whatever others write', async () => {
  await using world = await openWorld()
  chatter(world, 35)
  const first = await forge(world).comment(marker, `${marker}\nfirst`)
  chatter(world, 250)
  const second = await forge(world).comment(marker, `${marker}\nsecond`)
  expect(second).toEqual(first)
  expect(first).toEqual({
    id: expect.any(Number),
    url: expect.stringMatching(/\/shop\/code\/pull\/7#issuecomment-\d+$/),
  })
  expect(bodies(world).filter((body) => body.startsWith(marker))).toEqual([`${marker}\nsecond`])
  expect(world.github.violations).toEqual([])
})

test('our comment is found on the last of several pages', async () => {
  await using world = await openWorld()
  chatter(world, 235)
  const { id } = world.github.discussion(code).add(7, accounts['job-token'], `${marker}\r\nearlier`)
  chatter(world, 3)
  expect(await forge(world).comment(marker, `${marker}\nnow`)).toMatchObject({ id })
  expect(world.github.requests.filter(({ path }) => path.includes('/comments?'))).toHaveLength(3)
})

test.each([
  ['a stranger', accounts['person-token'], `${marker}\nall is well, merge me`],
  ['ourselves, but quoted', accounts['job-token'], `> ${marker}\nquoted`],
  ['ourselves, in the middle', accounts['job-token'], `See:\n${marker}\n`],
  ['ourselves, for another report', accounts['job-token'], '<!-- perf-action:nightly -->\nother'],
])('a marker copied by %s is left alone', async (_, author, body) => {
  await using world = await openWorld()
  world.github.discussion(code).add(7, author, body)
  await forge(world).comment(marker, `${marker}\nours`)
  expect(bodies(world)).toEqual([body, `${marker}\nours`])
})

test('another bot that copied the marker is left alone where a check has told who we are', async () => {
  await using world = await openWorld()
  const bot = { login: 'echo', app: { id: 3, slug: 'echo' }, repositories: {} }
  world.github.discussion(code).add(7, bot, `${marker}\nechoed`)
  const ours = forge(world)
  await ours.startCheck('perf / browse', report)
  await ours.comment(marker, `${marker}\nours`)
  expect(bodies(world)).toEqual([`${marker}\nechoed`, `${marker}\nours`])
})

test("a person's token replaces the person's comment only", async () => {
  await using world = await openWorld()
  world.github.discussion(code).add(7, accounts['job-token'], `${marker}\nby the job`)
  const mine = forge(world, { token: 'person-token' })
  await mine.comment(marker, `${marker}\none`)
  await mine.comment(marker, `${marker}\ntwo`)
  expect(bodies(world)).toEqual([`${marker}\nby the job`, `${marker}\ntwo`])
})

test('of comments created at once the oldest stays', async () => {
  await using world = await openWorld()
  const texts = ['one', 'two', 'three'].map((text) => `${marker}\n${text}`)
  await Promise.all(texts.map((text) => forge(world).comment(marker, text)))
  const left = bodies(world)
  expect(left).toHaveLength(1)
  expect(texts).toContain(left[0])
})

test('a comment whose answer was lost is not written twice', async () => {
  await using world = await openWorld()
  world.github.fault({ method: 'POST', path: /\/comments$/, answer: 'lost' })
  await forge(world).comment(marker, `${marker}\nonce`)
  expect(bodies(world)).toEqual([`${marker}\nonce`])
})

test('a comment deleted meanwhile is written anew', async () => {
  await using world = await openWorld()
  world.github.discussion(code).add(7, accounts['job-token'], `${marker}\nold`)
  world.github.fault({ method: 'PATCH', path: /\/comments\//, answer: { status: 404, message: 'Not Found' } })
  expect(await forge(world).comment(marker, `${marker}\nnew`)).toHaveProperty('url')
})

test('a check run goes from in progress to its conclusion', async () => {
  await using world = await openWorld()
  const started = await forge(world).startCheck('perf / browse', report)
  if (!('id' in started)) throw new Error(started.missing)
  const [run] = [...world.github.checks.values()]
  expect(run).toMatchObject({ name: 'perf / browse', sha: world.head, status: 'in_progress', output: report })
  const ended = await forge(world).finishCheck(started.id, 'failure', { title: 'p95 over its limit', summary: '| a |' })
  expect(ended).toEqual(started)
  expect(run).toMatchObject({ status: 'completed', conclusion: 'failure', output: { title: 'p95 over its limit' } })
  expect(world.github.violations).toEqual([])
})

test("a check's title and summary are cut to what GitHub takes", async () => {
  await using world = await openWorld()
  await forge(world).startCheck('perf', { title: '😀'.repeat(200), summary: `a${'😀'.repeat(40_000)}` })
  const [run] = [...world.github.checks.values()]
  expect(run?.output?.title.length).toBeLessThanOrEqual(255)
  expect(run?.output?.summary.length).toBeLessThanOrEqual(65_535)
  expect(run?.output?.summary).toMatch(/😀…$/u)
})

test.each([
  ['fork-token', (ours: Forge) => ours.comment(marker, marker), 'pull-requests: write'],
  ['fork-token', (ours: Forge) => ours.startCheck('perf', report), 'checks: write'],
  ['fork-token', (ours: Forge) => ours.finishCheck(1, 'neutral', report), 'checks: write'],
  ['flux-token', (ours: Forge) => ours.comment(marker, marker), 'pull-requests: write'],
  [
    'person-token',
    (ours: Forge) => ours.startCheck('perf', report),
    "checks: write (of an app: a person's token writes no checks)",
  ],
])('with %s a missing permission is named, not thrown', async (token, act, missing) => {
  await using world = await openWorld()
  expect(await act(forge(world, { token }))).toEqual({ missing })
})

test('a locked conversation is named', async () => {
  await using world = await openWorld()
  const message = 'Unable to create comment because issue is locked.'
  world.github.fault({ method: 'POST', path: /\/comments$/, answer: { status: 403, message } })
  expect(await forge(world).comment(marker, marker)).toEqual({
    missing: 'pull-requests: write (the conversation is locked)',
  })
})

test('a rate limit is no missing permission: it is waited out, and thrown when it lasts too long', async () => {
  await using world = await openWorld()
  world.github.fault({ method: 'POST', path: /\/comments$/, answer: secondaryRateLimit(3) })
  expect(await forge(world).comment(marker, marker)).toHaveProperty('url')
  world.github.fault({ method: 'POST', path: /\/check-runs$/, answer: secondaryRateLimit(3600) })
  expect(await failure(forge(world).startCheck('perf', report))).toMatchObject({
    code: 'GITHUB',
    hint: expect.stringContaining('slow down'),
  })
})

test('a commit that is not in the repository, and a token that has ended, are errors', async () => {
  await using world = await openWorld()
  const unknown = forge(world, { sha: 'f'.repeat(40) }).startCheck('perf', report)
  expect(await failure(unknown)).toMatchObject({ code: 'GITHUB', message: expect.stringContaining('No commit found') })
  const ended = forge(world, { token: 'ended' }).comment(marker, marker)
  expect(await failure(ended)).toMatchObject({ code: 'GITHUB', hint: expect.stringContaining('github-token') })
})
