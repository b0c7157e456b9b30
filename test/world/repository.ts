import { mkdir } from 'node:fs/promises'
import { git, graft, openBare, readBlob, readTree, resolve, writeBlob, writeCommit } from './github/bare.ts'

const author = { name: 'Founder', email: 'founder@example.test', date: '2026-11-01T12:00:00Z' }

/** Makes a bare repository with one commit of these files on `main`; it takes pushes and partial clones. Gives the sha. */
export async function createRepository(dir: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(dir, { recursive: true })
  await git(dir, ['init', '--quiet', '--bare', '--initial-branch=main'])
  for (const key of ['http.receivepack', 'uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
    await git(dir, ['config', key, 'true'])
  return addCommit(dir, files, 'Found the repository')
}

/** Commits these files on top of `main`, as another person does. Gives the sha. */
export async function addCommit(
  dir: string,
  files: Readonly<Record<string, string>>,
  message: string,
): Promise<string> {
  await using bare = openBare(dir)
  const parent = await resolve(bare, 'refs/heads/main', 'commit')
  const changes = Object.entries(files).map(async ([path, content]) => ({
    path,
    to: { mode: '100644', type: 'blob', sha: await writeBlob(bare, Buffer.from(content)) },
  }))
  const tree = await graft(bare, parent === undefined ? undefined : `${parent}^{tree}`, await Promise.all(changes))
  if (tree === undefined) throw new Error('a commit needs a file')
  const parents = parent === undefined ? [] : [parent]
  const sha = await writeCommit(bare, { tree, parents, message, author, committer: author })
  await git(dir, ['update-ref', 'refs/heads/main', sha])
  return sha
}

/** Every file of the branch's tip by its path. */
export async function filesOf(dir: string, branch = 'main'): Promise<Readonly<Record<string, Buffer>>> {
  await using bare = openBare(dir)
  const blobs = (await readTree(bare, `refs/heads/${branch}`, true)).filter(({ type }) => type === 'blob')
  const pairs = blobs.map(async ({ path, sha }) => [path, await readBlob(bare, sha)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

/** Subjects of the branch's commits, newest first. */
export async function subjectsOf(dir: string, branch = 'main'): Promise<readonly string[]> {
  return (await git(dir, ['log', '--format=%s', `refs/heads/${branch}`])).split('\n')
}
