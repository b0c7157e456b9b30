import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { systemClock as clock } from '../../../src/adapters/clock.ts'
import { createDirectoryStore } from '../../../src/adapters/directory-store.ts'
import { createLocalCluster } from '../../../src/adapters/local/cluster.ts'
import type { JobState } from '../../../src/core/job.ts'
import { renderFolder } from '../../../src/core/manifest/render.ts'
import { parsePodManifest } from '../../../src/core/pod-manifest.ts'
import { keys } from '../../../src/core/run.ts'
import { jmeterTest, runOf } from '../../core/manifest/samples.ts'
import { temporaryFolder } from '../../support/folder.ts'

jest.setTimeout(60_000) // programs of their own take seconds

const root = new URL('../../..', import.meta.url).pathname
const source = (name: string) => `await import(${JSON.stringify(join(root, 'src', `${name}.ts`))})\n`
const fake = join(root, 'test/support/jmeter')

/** A cluster of this machine with a stand-in for JMeter; `properties` tell it what to do. */
function open(
  properties: Readonly<Record<string, string>> = {},
  path = `${fake}:${process.env['PATH']}:/usr/bin:/bin`,
) {
  const folder = temporaryFolder()
  const storeDir = join(folder.path, 'store')
  const run = runOf({ ...jmeterTest, durationMs: 1000, rampMs: 0, pods: 2, properties })
  const rendered = renderFolder({ ...run, prefix: '' }, { agent: source('agent'), http: source('http') })
  const java = { JAVA_HOME: fake, FAKE_NODE: process.execPath, FAKE_JAVA_VERSION: '17.0.1' }
  const cluster = createLocalCluster({ storeDir, clock, env: { PATH: path, ...java } })
  const store = createDirectoryStore(storeDir)
  const names = keys({ ...run, prefix: '' })
  return {
    ...{ cluster, store, run, rendered, names },
    commit: () => cluster.manifests.commit(run.id, rendered.files, ''),
    async states() {
      const states: JobState[] = []
      for await (const state of cluster.jobs.follow(run.id, new AbortController().signal)) states.push(state)
      return states
    },
    async [Symbol.asyncDispose]() {
      await cluster.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a commit starts the Job, whose pods bring their results to the directory; a withdrawal removes it', async () => {
  await using at = open()
  expect(await at.cluster.jobs.get(at.run.id)).toBeUndefined()
  await at.commit()
  expect(await at.cluster.jobs.get(at.run.id)).toMatchObject({ state: 'running', digest: at.rendered.digest })
  const states = await at.states()
  expect(states[0]?.pods.map(({ phase }) => phase)).toEqual(['Running', 'Running'])
  expect(states.at(-1)).toMatchObject({ state: 'complete' })
  for (const index of [0, 1]) {
    const manifest = new TextDecoder().decode(await at.store.get(at.names.manifest(index)))
    expect(parsePodManifest(manifest, { run: at.run.id, index })).toMatchObject({ state: 'done' })
  }
  const [pod] = states.at(-1)?.pods ?? []
  expect(await at.cluster.jobs.logs(pod?.name ?? '', 'generator', 5)).toContain('... end of run')
  expect(await at.cluster.manifests.withdraw(at.run.id, '')).toBeDefined()
  expect(await at.cluster.manifests.withdraw(at.run.id, '')).toBeUndefined()
  expect(await at.cluster.jobs.get(at.run.id)).toBeUndefined()
  expect((await at.states()).map(({ state }) => state)).toEqual(['gone'])
})

test('a withdrawal in the middle of the load ends it, and what there is of results is handed on', async () => {
  await using at = open({ 'fake.endless': 'yes', 'fake.rows': '1000000' })
  await at.commit()
  while ((await at.store.get(at.names.progress(0))) === undefined) await clock.sleep(50)
  await at.cluster.manifests.withdraw(at.run.id, '')
  const manifest = JSON.parse(new TextDecoder().decode(await at.store.get(at.names.manifest(0))))
  expect(manifest.state).not.toBe('done')
})

test('without JMeter on PATH nothing is started, and that is said', async () => {
  const folder = temporaryFolder()
  await using at = open({}, folder.path)
  const refused = { code: 'JOB', message: expect.stringContaining('no `jmeter` on PATH') }
  await expect(at.commit()).rejects.toMatchObject(refused)
  expect(await at.cluster.jobs.get(at.run.id)).toBeUndefined()
  expect(existsSync(folder.path) && readdirSync(folder.path)).toEqual([])
  folder[Symbol.dispose]()
})
