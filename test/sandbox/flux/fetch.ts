import { execFile } from 'node:child_process'
import { devNull } from 'node:os'
import { filesOf } from '../../world/repository.ts'

/** Where a branch is at, and what is in it. */
export interface Fetched {
  readonly sha: string
  readonly files: ReadonlyMap<string, Buffer>
}

/** What source-controller says of a repository that can't be read. */
export class FetchFailure extends Error {
  readonly reason: string

  constructor(message: string, reason = 'GitOperationFailed') {
    super(message)
    this.reason = reason
  }
}

export interface Wanted {
  readonly url: string
  readonly branch: string
  readonly login: { readonly username: string; readonly password: string } | undefined
}

/** The tip of a branch over HTTP, by git, into the bare repository `dir`. Throws a FetchFailure in the controller's words. */
export async function fetchBranch(dir: string, { url, branch, login }: Wanted): Promise<Fetched> {
  const refspec = `+refs/heads/${branch}:refs/heads/${branch}`
  const basic = login && Buffer.from(`${login.username}:${login.password}`).toString('base64')
  const header = basic
    ? {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.extraHeader',
        GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
      }
    : {}
  const { code, text } = await git(dir, ['fetch', '--quiet', '--depth=1', '--no-tags', url, refspec], header)
  if (code !== 0)
    throw new FetchFailure(
      `failed to checkout and determine revision: unable to clone '${url}': ${said(text, { url, branch })}`,
    )
  const { text: sha } = await git(dir, ['rev-parse', `refs/heads/${branch}`])
  return { sha: sha.trim(), files: new Map(Object.entries(await filesOf(dir, branch))) }
}

/** Makes an empty bare repository. */
export async function emptyRepository(dir: string): Promise<void> {
  const { code, text } = await git('.', ['init', '--quiet', '--bare', dir])
  if (code !== 0) throw new Error(`git init: ${text}`)
}

/** Nothing of this machine's own configuration has a say. */
async function git(dir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = {
    cwd: dir,
    env: {
      PATH: process.env['PATH'],
      ...{ LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull },
      ...env,
    },
  }
  return new Promise<{ readonly code: number; readonly text: string }>((resolve) => {
    execFile('git', args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      resolve({ code, text: code === 0 ? stdout : `${stderr}${code < 0 ? String(error) : ''}` })
    })
  })
}

/** git's words as go-git has them, which source-controller uses. */
function said(text: string, { url, branch }: { readonly url: string; readonly branch: string }): string {
  const { host, hostname, port } = new URL(url)
  if (/Authentication failed|could not read (Username|Password)/.test(text)) return 'authentication required: '
  if (/couldn't find remote ref/.test(text)) return `couldn't find remote ref "refs/heads/${branch}"`
  if (/repository '.*' not found/.test(text)) return 'repository not found: '
  if (/Failed to connect|Connection refused/.test(text))
    return `Get "${url}/info/refs?service=git-upload-pack": dial tcp ${port ? host : `${hostname}:80`}: connect: connection refused`
  return text.trim()
}
