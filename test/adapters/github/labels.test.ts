import { expect, test } from '@jest/globals'
import { createForge } from '../../../src/adapters/github/forge.ts'
import { briskClock, code, openWorld, type TestWorld } from './world.ts'

function labels(world: TestWorld, options: { token?: string; pull?: number; sha?: string; branch?: string } = {}) {
  const [owner = '', repo = ''] = code.split('/')
  const common = { baseUrl: world.github.url, owner, repo, sha: world.head, branch: 'main', clock: briskClock() }
  return createForge({ token: 'job-token', ...common, ...options }).labels()
}

function merged(world: TestWorld, number: number, change: { base?: string; open?: boolean; labels?: string[] }): void {
  const { base = 'main', open = false, labels: names = ['perf-accept'] } = change
  world.github.discussion(code).pulls.set(number, {
    number,
    head: { sha: world.head, ref: 'faster', repository: code },
    base: { sha: world.head, ref: base },
    labels: names,
    ...(open ? {} : { merged: world.head }),
  })
}

test('the labels of a pull request are those of now', async () => {
  await using world = await openWorld()
  world.github.discussion(code).pulls.get(7)!.labels = ['perf', 'perf-accept']
  expect(await labels(world, { pull: 7 })).toEqual({ pull: 7, labels: ['perf', 'perf-accept'] })
  expect(world.github.violations).toEqual([])
})

test('after the merge the labels are those of the pull request by which the commit came', async () => {
  await using world = await openWorld()
  merged(world, 9, {})
  expect(await labels(world)).toEqual({ pull: 9, labels: ['perf-accept'] })
  expect(world.github.violations).toEqual([])
})

test.each([
  ['an open pull request that holds the commit', { open: true }],
  ['one that was merged elsewhere', { base: 'release' }],
])('%s is not the one by which the commit came', async (_, change) => {
  await using world = await openWorld()
  merged(world, 9, change)
  expect(await labels(world)).toBeUndefined()
})

test('without the permission it is named', async () => {
  await using world = await openWorld()
  const answer = { status: 403, message: 'Resource not accessible by integration' }
  world.github.fault({ method: 'GET', path: /\/pulls$/, answer })
  expect(await labels(world)).toEqual({ missing: 'pull-requests: read' })
})
