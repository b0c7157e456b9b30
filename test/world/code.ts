import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

type Files = Readonly<Record<string, string>>

/** A change as a workflow meets it: commits in the repository, and a checkout of what the workflow runs on. */
export interface Change {
  readonly number: number
  readonly branch: string
  readonly head: string
  readonly base: string
  /** Of head into base; GitHub's `refs/pull/<number>/merge`. */
  readonly merge: string
  readonly workspace: string
}

/** The repository under test: a bare one, and a fresh checkout for each change. */
export interface Code {
  /** A branch with these files, as a pull request into `main`; the checkout is of the merge commit. */
  propose(files: Files): Promise<Change>
  /** These files on `main`, and a checkout of it. */
  land(files: Files): Promise<{ readonly sha: string; readonly workspace: string }>
}

const run = promisify(execFile)
const AUTHOR = ['-c', 'user.name=Jo', '-c', 'user.email=jo@example.test', '-c', 'commit.gpgsign=false']

/** `bare` has a commit on `main` already; checkouts go into `folder`. */
export function openCode(bare: string, folder: string): Code {
  let last = 6
  const checkout = async (name: string) => {
    const workspace = join(folder, name)
    const git = async (...args: readonly string[]) => {
      const { stdout } = await run('git', [...AUTHOR, '-C', workspace, ...args])
      return stdout.trim()
    }
    await run('git', ['clone', '--quiet', bare, workspace])
    return { workspace, git }
  }
  return {
    async propose(files) {
      const number = ++last
      const branch = `change-${number}`
      const { workspace, git } = await checkout(branch)
      const base = await git('rev-parse', 'HEAD')
      await git('switch', '--quiet', '--create', branch)
      const head = await committed(git, workspace, files)
      await git('switch', '--quiet', '--detach', base)
      await git('merge', '--quiet', '--no-ff', '-m', `Merge ${head} into ${base}`, branch)
      await git('push', '--quiet', 'origin', branch, `HEAD:refs/pull/${number}/merge`)
      return { number, branch, head, base, merge: await git('rev-parse', 'HEAD'), workspace }
    },
    async land(files) {
      const { workspace, git } = await checkout(`main-${++last}`)
      const sha = await committed(git, workspace, files)
      await git('push', '--quiet', 'origin', 'HEAD:main')
      return { sha, workspace }
    },
  }
}

type Git = (...args: readonly string[]) => Promise<string>

/** Exactly these files, and the README. */
async function committed(git: Git, workspace: string, files: Files): Promise<string> {
  const there = (await git('ls-files')).split('\n').filter((path) => path !== '' && path !== 'README.md')
  for (const path of there) await rm(join(workspace, path))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true })
    await writeFile(join(workspace, path), text)
  }
  await git('add', '--all')
  await git('commit', '--quiet', '--allow-empty', '-m', 'Make it faster')
  return git('rev-parse', 'HEAD')
}
