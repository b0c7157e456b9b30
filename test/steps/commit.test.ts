import { expect, test } from '@jest/globals'
import { renderFolder } from '../../src/core/manifest/render.ts'
import type { Request } from '../../src/core/request.ts'
import { keys } from '../../src/core/run.ts'
import { commit } from '../../src/steps/commit.ts'
import { assets, jmeterTest, planFile, runOf } from '../core/manifest/samples.ts'
import { noise } from '../support/load.ts'
import { createWorld } from '../support/world.ts'

const request: Request = {
  config: 'perf.yaml',
  tests: 'all',
  namespace: 'perf',
  bucket: 'results',
  prefix: 'perf',
  region: 'eu-west-1',
  fluxPath: 'runs',
  fluxBranch: 'main',
  origin: { owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), pull: 7, workflowUrl: 'https://github.com/acme/shop/1' },
}

test('what post undoes is saved first, what the pods read is written next, and the commit comes last', async () => {
  const noisy = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => noise(n) * 256))
  const run = runOf({ ...jmeterTest, plan: planFile(noisy) }) // not to be had under a ConfigMap's size
  const rendered = renderFolder(run, assets)
  expect(rendered.uploads).toHaveLength(1)
  const { world, store, history, left } = createWorld()
  await commit({ run, rendered, request }, { ...world, store })
  expect(history[0]).toBe('remember folder, no check')
  expect(history[1]).toBe(`put ${keys(run).run}`)
  expect(history).toContain(`put ${rendered.uploads[0]?.key}`)
  expect(history.at(-1)).toBe(`commit ${run.id}`)
  expect(left()).toEqual([{ run: run.id, test: 'checkout', committed: true }])
})

const page = { sha: 'c1', url: 'https://git.example/c1' }

test.each([
  ['acme/fleet', page, ' of acme/fleet, committed by https://git.example/c1'],
  ['https://git.example/fleet.git', { sha: 'c1' }, ' of https://git.example/fleet.git, committed by c1'],
  [undefined, page, ', committed by https://git.example/c1'],
])('the log says what was committed, and where: %s %j', async (repository, committed, end) => {
  const run = runOf(jmeterTest)
  const rendered = renderFolder(run, assets)
  const { world, store, lines } = createWorld()
  const { repository: _, ...unnamed } = world.manifests
  const named = repository === undefined ? unnamed : { ...unnamed, repository }
  const manifests = { ...named, commit: async () => committed }
  await commit({ run, rendered, request }, { ...world, manifests, store })
  expect(lines).toEqual([`${rendered.files.length} files in runs/${run.id} on main${end}`])
})

test.each([
  [{}, 'pull request 7 of acme/shop'],
  [{ pull: undefined }, 'acme/shop'],
])('the message says whose run it is, in words that make no reference: %j', async (change, whose) => {
  const { pull, ...rest } = { ...request.origin, ...change }
  const origin = pull === undefined ? rest : { ...rest, pull }
  const run = runOf(jmeterTest)
  const messages: string[] = []
  const { world, store } = createWorld()
  const manifests = {
    ...world.manifests,
    commit: async (_folder: string, _files: unknown, message: string) => {
      messages.push(message)
      return { sha: 'c1' }
    },
  }
  const rendered = renderFolder(run, assets)
  const about = { run, rendered, request: { ...request, origin } }
  expect(await commit(about, { ...world, manifests, store })).toEqual({ sha: 'c1' })
  expect(messages).toEqual([`perf: start checkout ${run.id}\n\nFor ${whose}: https://github.com/acme/shop/1\n`])
  expect(messages[0]).not.toMatch(/#\d|@/)
})
