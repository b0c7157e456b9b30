import { expect, test } from '@jest/globals'
import type { PerfError } from '../../../src/core/error.ts'
import { git } from '../../world/github/bare.ts'
import { secondaryRateLimit } from '../../world/github/faults.ts'
import { addCommit, filesOf, subjectsOf } from '../../world/repository.ts'
import { briskClock, openWorld } from './world.ts'

const job = [{ path: 'job.yaml', content: 'kind: Job\n' }]
const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (thrown: unknown) => thrown as PerfError,
  )

test('a folder is committed on the tip, text and binary, and GitHub signs it', async () => {
  await using world = await openWorld({ 'perf/runs/.gitkeep': '', 'apps/shop.yaml': 'kind: Deployment\n' })
  const gzip = Uint8Array.from([0x1f, 0x8b, 0, 0xff])
  const files = [
    ...job,
    { path: 'plan/plan.jmx.gz', content: gzip },
    { path: 'bytes.txt', content: Buffer.from('ä\n') },
  ]
  const manifests = world.manifests()
  const commit = await manifests.commit('r1', files, 'perf: start browse r1\n\nhttps://github.com/run/1\n')
  expect(manifests.repository).toBe('shop/flux')
  expect(await filesOf(world.dir)).toEqual({
    'apps/shop.yaml': Buffer.from('kind: Deployment\n'),
    'perf/runs/.gitkeep': Buffer.from(''),
    'perf/runs/r1/job.yaml': Buffer.from('kind: Job\n'),
    'perf/runs/r1/plan/plan.jmx.gz': Buffer.from(gzip),
    'perf/runs/r1/bytes.txt': Buffer.from('ä\n'),
  })
  expect((await git(world.dir, ['rev-parse', 'main', 'main~1'])).split('\n')).toEqual([commit.sha, world.founded])
  expect(commit.url).toBe(`${world.github.url}/shop/flux/commit/${commit.sha}`)
  const written = world.github.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/commits'))
  expect(written?.body).not.toHaveProperty('author') // GitHub signs only what names no author
  expect(written?.body).not.toHaveProperty('committer')
  expect(world.github.violations).toEqual([])
})

test('a folder has exactly the files that were committed last', async () => {
  await using world = await openWorld()
  const manifests = world.manifests()
  await manifests.commit('r1', [...job, { path: 'old.yaml', content: 'old\n' }], 'first')
  await manifests.commit('r1', job, 'second')
  expect(Object.keys(await filesOf(world.dir))).toEqual(['perf/runs/.gitkeep', 'perf/runs/r1/job.yaml'])
})

test('twenty writers at once all land, and no commit is lost', async () => {
  await using world = await openWorld()
  const names = Array.from({ length: 20 }, (_, n) => `r${n}`)
  const write = (name: string) =>
    world.manifests({ clock: briskClock(5) }).commit(name, [{ path: 'job.yaml', content: `name: ${name}\n` }], name)
  const commits = await Promise.all(names.map(write))
  const files = await filesOf(world.dir)
  for (const name of names) expect(files[`perf/runs/${name}/job.yaml`]?.toString()).toBe(`name: ${name}\n`)
  const subjects = await subjectsOf(world.dir)
  expect([...subjects].sort()).toEqual([...names, 'Found the repository'].sort())
  const shas = (await git(world.dir, ['rev-list', 'main'])).split('\n')
  expect(commits.filter(({ sha }) => !shas.includes(sha))).toEqual([])
  expect(world.github.requests.some(({ status }) => status === 422)).toBe(true) // there was a race to win
  expect(world.github.violations).toEqual([])
}, 120_000)

test('withdraw removes our folder and nothing else', async () => {
  const others = { 'perf/runs/r2/job.yaml': 'two\n', 'perf/runs/r10/job.yaml': 'ten\n', 'apps/r1/shop.yaml': 'shop\n' }
  await using world = await openWorld({ ...others, 'perf/runs/r1/job.yaml': 'one\n', 'perf/runs/r1/plan/a.jmx': 'a\n' })
  await addCommit(world.dir, { 'apps/new.yaml': 'by another\n' }, 'Meanwhile')
  const commit = await world.manifests().withdraw('r1', 'perf: withdraw browse r1')
  expect(Object.keys(await filesOf(world.dir)).sort()).toEqual([...Object.keys(others), 'apps/new.yaml'].sort())
  expect(await subjectsOf(world.dir)).toEqual(['perf: withdraw browse r1', 'Meanwhile', 'Found the repository'])
  expect(commit?.sha).toBe(await git(world.dir, ['rev-parse', 'main']))
  expect(await world.manifests().withdraw('r1', 'again')).toBeUndefined()
  expect(world.github.violations).toEqual([])
})

test.each(['perf/runs', ''])('the last folder of the Flux path %j leaves a .gitkeep', async (path) => {
  const file = [path, 'r1/job.yaml'].filter((part) => part !== '').join('/')
  await using world = await openWorld({ [file]: 'one\n' })
  await world.manifests({ path }).withdraw('r1', 'bye')
  expect(Object.keys(await filesOf(world.dir))).toEqual([[path, '.gitkeep'].filter((part) => part !== '').join('/')])
})

test('a Flux path that is not there yet is made, and has nothing to withdraw', async () => {
  await using world = await openWorld({ 'README.md': 'hello\n' })
  const manifests = world.manifests({ path: 'clusters/perf/runs' })
  expect(await manifests.withdraw('r1', 'nothing')).toBeUndefined()
  await manifests.commit('r1', job, 'start')
  expect(Object.keys(await filesOf(world.dir))).toEqual(['README.md', 'clusters/perf/runs/r1/job.yaml'])
})

test('an update that was done and whose answer was lost is recognised, also when others came after', async () => {
  await using world = await openWorld()
  world.github.fault({ method: 'PATCH', path: /\/git\/refs\//, answer: 'lost' })
  const clock = {
    ...briskClock(),
    sleep: () => addCommit(world.dir, { 'apps/a.yaml': 'a\n' }, 'Meanwhile').then(() => {}),
  }
  const commit = await world.manifests({ clock }).commit('r1', job, 'start r1')
  expect((await subjectsOf(world.dir)).filter((subject) => subject === 'start r1')).toHaveLength(1)
  expect(await git(world.dir, ['log', '-1', '--format=%s', commit.sha])).toBe('start r1')
  expect(await world.manifests().compare(commit.sha, 'main')).toBe('contains')
})

test.each([
  ['POST', /\/git\/trees$/],
  ['POST', /\/git\/commits$/],
  ['GET', /\/git\/ref\//],
])('a lost answer of %s %s costs one more try', async (method, path) => {
  await using world = await openWorld()
  world.github.fault({ method, path, answer: 'lost' })
  await world.manifests().commit('r1', job, 'start r1')
  expect(await subjectsOf(world.dir)).toEqual(['start r1', 'Found the repository'])
})

test('a secondary rate limit is waited out for as long as it says, and 502 is tried again', async () => {
  await using world = await openWorld()
  const clock = briskClock()
  world.github.fault({ method: 'POST', path: /\/git\/trees$/, answer: secondaryRateLimit(7) })
  world.github.fault({ method: 'PATCH', path: /\/git\/refs/, times: 2, answer: { status: 502 } })
  await world.manifests({ clock }).commit('r1', job, 'start r1')
  expect(await subjectsOf(world.dir)).toEqual(['start r1', 'Found the repository'])
  expect(clock.waits.filter((ms) => ms >= 7000 && ms <= 8000)).toHaveLength(1)
  expect(clock.waits).toHaveLength(3)
})

test.each([
  [{ token: 'reader-token' }, 'Resource not accessible by personal access token', '"contents: write" on shop/flux'],
  [{ token: 'job-token' }, 'Not Found', "The job's own token reaches its own repository only"],
  [{ token: 'no-token' }, 'Bad credentials', 'flux-token is no token'],
  [{ branch: 'nowhere' }, 'Not Found', 'has no branch nowhere'],
  [{ branch: 'release' }, 'Repository rule violations found Changes must be made', 'A rule protects release'],
  [{ repository: 'shop/none' }, 'Not Found', 'sees no repository shop/none'],
])('%o is refused with a hint', async (options, message, hint) => {
  await using world = await openWorld()
  await git(world.dir, ['branch', 'release', 'main'])
  const error = await failure(world.manifests(options).commit('r1', job, 'start'))
  expect(error).toMatchObject({ code: 'COMMIT', message: expect.stringContaining(message) })
  expect(error?.hint).toContain(hint)
  expect(await subjectsOf(world.dir)).toEqual(['Found the repository'])
})

test('compare says how a revision stands to our commit', async () => {
  await using world = await openWorld()
  const manifests = world.manifests()
  const commit = await manifests.commit('r1', job, 'start')
  const later = await addCommit(world.dir, { 'a.yaml': 'a\n' }, 'Later')
  const other = (await git(world.dir, ['commit-tree', '-p', world.founded, '-m', 'x', 'main^{tree}'], identity))
    .toString()
    .trim()
  const orphan = (await git(world.dir, ['commit-tree', '-m', 'x', 'main^{tree}'], identity)).toString().trim()
  expect(await manifests.compare(commit.sha, commit.sha)).toBe('contains')
  expect(await manifests.compare(commit.sha, later)).toBe('contains')
  expect(await manifests.compare(commit.sha, world.founded)).toBe('behind')
  expect(await manifests.compare(commit.sha, other)).toBe('diverged')
  expect(await manifests.compare(commit.sha, orphan)).toBe('diverged')
  expect(await failure(manifests.compare(commit.sha, 'f'.repeat(40)))).toMatchObject({
    code: 'COMMIT',
    hint: expect.stringContaining('flux-source'),
  })
  expect(world.github.violations).toEqual([])
})

const identity = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.test',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.test',
}

test('hostile names and messages arrive as they are, or are refused', async () => {
  await using world = await openWorld()
  const path = 'plan/$(touch pwned) "quoted" <b>ü</b>.jmx'
  const message = 'start `id` $(id)\n\n::error::no command\n-----BEGIN'
  await world.manifests().commit('r1', [{ path, content: '$(id)\0\ud83d' }], message)
  expect(Object.keys(await filesOf(world.dir))).toContain(`perf/runs/r1/${path}`)
  expect(await git(world.dir, ['log', '-1', '--format=%B'])).toBe(message)
  for (const bad of ['../r2/job.yaml', 'a/.git/config', 'a//b', 'new\nline'])
    expect(await failure(world.manifests().commit('r1', [{ path: bad, content: '' }], 'x'))).toMatchObject({
      code: 'COMMIT',
    })
  expect(await failure(world.manifests().withdraw('../apps', 'x'))).toMatchObject({ code: 'COMMIT' })
})
