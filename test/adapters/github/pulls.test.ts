import { expect, test } from '@jest/globals'
import { findPull } from '../../../src/adapters/github/pulls.ts'
import type { Head } from '../../../src/core/request.ts'
import { idOf } from '../../world/github/event.ts'
import { briskClock, code, openWorld, type TestWorld } from './world.ts'

const FORK = 'stranger/code'
const SHA = 'c'.repeat(40)
const head: Head = { owner: 'stranger', repository: idOf(FORK), branch: 'faster', sha: SHA }

/** The stand-in with a fork's pull request 12 beside our own 7, both from a branch `faster`. */
async function openFork(change: Partial<{ sha: string; repository: string; merged: string }> = {}) {
  const world = await openWorld()
  const { merged, ...end } = change
  world.github.discussion(code).pulls.set(12, {
    number: 12,
    head: { sha: SHA, ref: 'faster', repository: FORK, ...end },
    base: { sha: world.head, ref: 'main' },
    labels: [],
    ...(merged === undefined ? {} : { merged }),
  })
  return world
}

const find = ({ github }: TestWorld, asked: Head = head, token = 'job-token') => {
  const [owner = '', repo = ''] = code.split('/')
  return findPull({ owner, repo, token, baseUrl: github.url, clock: briskClock() }, asked)
}

test('the pull request of a fork is found by the branch and the commit that GitHub names', async () => {
  await using world = await openFork()
  expect(await find(world)).toBe(12)
  expect(world.github.violations).toEqual([])
})

test('the pull request of a branch of our own is found, too', async () => {
  await using world = await openFork()
  const own = { owner: 'shop', repository: idOf(code), branch: 'faster', sha: world.head }
  expect(await find(world, own)).toBe(7)
})

test.each([
  ['has moved on since', { sha: 'd'.repeat(40) }],
  ['is merged', { merged: 'e'.repeat(40) }],
  ['comes from another repository of the same owner', { repository: 'stranger/other' }],
])('a pull request that %s is not taken for the one', async (_, change) => {
  await using world = await openFork(change)
  expect(await find(world)).toBeUndefined()
})

test('a branch with a name made to change the question asks for that name alone', async () => {
  await using world = await openFork()
  expect(await find(world, { ...head, branch: 'x&state=all&head=shop:faster#' })).toBeUndefined()
  expect(world.github.requests.at(-1)?.path).toContain('head=stranger%3Ax%26state%3Dall%26head%3Dshop%3Afaster%23')
})

test('what GitHub refuses is a GITHUB error', async () => {
  await using world = await openFork()
  await expect(find(world, head, 'no-token')).rejects.toMatchObject({ code: 'GITHUB' })
})
