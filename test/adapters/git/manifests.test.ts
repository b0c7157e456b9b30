import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { createGitManifests, type GitManifestsOptions } from '../../../src/adapters/git/manifests.ts'
import type { PerfError } from '../../../src/core/error.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { startGitHttp } from '../../world/git-http.ts'
import { git } from '../../world/github/bare.ts'
import { addCommit, createRepository, filesOf, subjectsOf } from '../../world/repository.ts'
import { briskClock } from '../github/world.ts'

const job = [{ path: 'job.yaml', content: 'kind: Job\n' }]
const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (thrown: unknown) => thrown as PerfError,
  )

/** A bare Flux repository behind git's own HTTP server. */
async function openRemote(files: Readonly<Record<string, string>> = { 'perf/runs/.gitkeep': '' }) {
  const folder = temporaryFolder()
  const dir = join(folder.path, 'flux.git')
  const founded = await createRepository(dir, files)
  const http = await startGitHttp({ root: folder.path, tokens: ['secret-token'] })
  const workdir = folder.path
  const stack = new AsyncDisposableStack()
  stack.defer(() => folder[Symbol.dispose]())
  stack.use(http)
  return {
    dir,
    founded,
    http,
    workdir,
    manifests: (options: Partial<GitManifestsOptions> = {}) => {
      const where = { url: `${http.url}/flux.git`, branch: 'main', path: 'perf/runs', workdir }
      const env = { PATH: process.env['PATH'], HOME: workdir }
      return stack.use(createGitManifests({ ...where, token: 'secret-token', env, clock: briskClock(), ...options }))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

test('a folder is pushed on the tip, with exactly its files, whatever their names and bytes', async () => {
  await using remote = await openRemote({ 'perf/runs/.gitkeep': '', 'apps/shop.yaml': 'kind: Deployment\n' })
  const bytes = Uint8Array.from([0x1f, 0x8b, 0, 0xff, 0x0a])
  const hostile = '--upload-pack=$(touch pwned) "ü" \' <b>.jmx'
  const manifests = remote.manifests()
  await manifests.commit('r1', [...job, { path: 'old.yaml', content: 'old\n' }], 'first')
  const message = 'start `id`\n\n$(id)\nfrom refs/heads/main\ndone\n'
  const { sha } = await manifests.commit('r1', [...job, { path: `plan/${hostile}`, content: bytes }], message)
  expect(manifests.repository).toBe(`${remote.http.url}/flux.git`) // without the token
  expect(await filesOf(remote.dir)).toEqual({
    'apps/shop.yaml': Buffer.from('kind: Deployment\n'),
    'perf/runs/.gitkeep': Buffer.from(''),
    'perf/runs/r1/job.yaml': Buffer.from('kind: Job\n'),
    [`perf/runs/r1/plan/${hostile}`]: Buffer.from(bytes),
  })
  expect(await git(remote.dir, ['rev-parse', 'main'])).toBe(sha)
  expect(await git(remote.dir, ['log', '-1', '--format=%B'])).toBe(message.trim())
  await git(remote.dir, ['fsck', '--strict'])
})

test('writers at once all land, and withdrawing removes only what is theirs', async () => {
  await using remote = await openRemote()
  const names = Array.from({ length: 6 }, (_, n) => `r${n}`)
  const write = (name: string) =>
    remote.manifests({ clock: briskClock(5) }).commit(name, [{ path: 'job.yaml', content: `name: ${name}\n` }], name)
  const commits = await Promise.all(names.map(write))
  expect(Object.keys(await filesOf(remote.dir)).sort()).toEqual(
    ['perf/runs/.gitkeep', ...names.map((name) => `perf/runs/${name}/job.yaml`)].sort(),
  )
  const shas = (await git(remote.dir, ['rev-list', 'main'])).split('\n')
  expect(commits.filter(({ sha }) => !shas.includes(sha))).toEqual([])
  const pushes = remote.http.requests.filter((request) => request.includes('service=git-receive-pack'))
  expect(pushes.length).toBeGreaterThan(names.length) // there was a race to win
  await remote.manifests().withdraw('r3', 'bye r3')
  expect(Object.keys(await filesOf(remote.dir))).not.toContain('perf/runs/r3/job.yaml')
  expect(Object.keys(await filesOf(remote.dir))).toHaveLength(6)
}, 120_000)

test.each(['perf/runs', ''])(
  'the last folder of the Flux path %j leaves a .gitkeep, and is gone only once',
  async (path) => {
    const at = (name: string) => [path, name].filter((part) => part !== '').join('/')
    await using remote = await openRemote({ [at('r1/job.yaml')]: 'one\n' })
    const manifests = remote.manifests({ path })
    expect(await manifests.withdraw('r1', 'bye')).toEqual({ sha: await git(remote.dir, ['rev-parse', 'main']) })
    expect(Object.keys(await filesOf(remote.dir))).toEqual([at('.gitkeep')])
    expect(await manifests.withdraw('r1', 'bye again')).toBeUndefined()
    expect(await subjectsOf(remote.dir)).toEqual(['bye', 'Found the repository'])
  },
)

test('a push that was done and whose answer was lost is recognised', async () => {
  await using remote = await openRemote()
  remote.http.loseAnswers(1)
  const { sha } = await remote.manifests().commit('r1', job, 'start r1')
  expect(await subjectsOf(remote.dir)).toEqual(['start r1', 'Found the repository'])
  expect(await git(remote.dir, ['rev-parse', 'main'])).toBe(sha)
})

test('compare says how a revision stands to our commit, before and after others wrote', async () => {
  await using remote = await openRemote()
  for (const n of [1, 2, 3]) await addCommit(remote.dir, { 'a.yaml': `${n}\n` }, `Earlier ${n}`)
  const manifests = remote.manifests()
  const { sha } = await manifests.commit('r1', job, 'start')
  expect(await manifests.compare(sha, sha)).toBe('contains')
  expect(await manifests.compare(sha, remote.founded)).toBe('behind')
  const later = await addCommit(remote.dir, { 'a.yaml': 'later\n' }, 'Later')
  expect(await manifests.compare(sha, later)).toBe('contains')
  await manifests.withdraw('r1', 'bye')
  await git(remote.dir, ['update-ref', 'refs/heads/main', remote.founded])
  const rewritten = await addCommit(remote.dir, { 'b.yaml': 'b\n' }, 'Rewritten')
  expect(await manifests.compare(sha, rewritten)).toBe('diverged')
})

test('the token is in no file of the clone, and the clone is gone when disposed', async () => {
  await using remote = await openRemote()
  {
    await using manifests = remote.manifests()
    await manifests.commit('r1', job, 'start')
    const [clone = ''] = readdirSync(remote.workdir).filter((name) => name.startsWith('perf-action-git-'))
    expect(await git(join(remote.workdir, clone), ['config', '--list', '--local'])).not.toMatch(/secret|basic/i)
    expect(await git(join(remote.workdir, clone), ['rev-parse', '--is-shallow-repository'])).toBe('true')
  }
  expect(readdirSync(remote.workdir)).toEqual(['flux.git'])
})

test.each([
  [{ token: 'wrong-token' }, 'must be allowed to push'],
  [{ branch: 'nowhere' }, 'Create the branch'],
])('%o is refused at once, with a hint and without the token', async (options, hint) => {
  await using remote = await openRemote()
  const error = await failure(remote.manifests(options).commit('r1', job, 'start'))
  expect(error).toMatchObject({ code: 'COMMIT', hint: expect.stringContaining(hint) })
  expect(error?.message).not.toContain('token')
})

test('a repository that is not there, and a rule that refuses, are said', async () => {
  await using remote = await openRemote()
  const url = `${remote.http.url}/none.git`
  expect(await failure(remote.manifests({ url }).commit('r1', job, 'x'))).toMatchObject({
    hint: expect.stringContaining('flux-repository'),
  })
  writeFileSync(join(remote.dir, 'hooks', 'pre-receive'), '#!/bin/sh\necho only by review >&2\nexit 1\n', {
    mode: 0o755,
  })
  expect(await failure(remote.manifests().commit('r1', job, 'x'))).toMatchObject({
    code: 'COMMIT',
    hint: expect.stringContaining('A rule of the repository'),
  })
  expect(await subjectsOf(remote.dir)).toEqual(['Found the repository'])
})
