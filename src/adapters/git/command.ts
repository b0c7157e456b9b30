import { getExecOutput } from '@actions/exec'
import { PerfError, reason } from '../../core/error.ts'

export interface Remote {
  readonly url: string
  readonly branch: string
  /** Sent over HTTP as the password of `x-access-token`; else git's own credentials (SSH agent, credential helper). */
  readonly token?: string
  /** The environment in which git runs: PATH, HOME, proxies, SSH agent. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Output {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export type Git = (args: readonly string[], input?: Uint8Array) => Promise<Output>

/** Runs git in `dir` without a prompt. The token is in git's environment alone: in no file, no argument, no URL. */
export function openGit(dir: string, remote: Remote): Git {
  const env = environment(remote)
  return async (args, input) => {
    const options = { cwd: dir, env, silent: true, ignoreReturnCode: true, ...(input && { input: Buffer.from(input) }) }
    try {
      const { exitCode, stdout, stderr } = await getExecOutput('git', [...args], options)
      return { exit: exitCode, stdout, stderr }
    } catch (thrown) {
      const hint = 'Install git on the runner, or set the input commit-via to api.'
      throw new PerfError('COMMIT', `git could not be run: ${reason(thrown)}`, { hint, cause: thrown })
    }
  }
}

function environment({ url, token, env }: Remote): Record<string, string> {
  const inherited = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const quiet = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:http:ssh:file' }
  const base = { ...Object.fromEntries(inherited), ...quiet }
  if (token === undefined || !/^https?:/.test(url)) return base
  const header = `http.${new URL('/', url).href}.extraheader`
  const basic = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
  const first = Number(env['GIT_CONFIG_COUNT'] ?? 0)
  // an empty value forgets those before it: two authorization headers (another step's and ours) would be refused
  const settings = [
    ['credential.helper', ''],
    [header, ''],
    [header, basic],
  ] as const
  const numbered = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ])
  return { ...base, ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(first + settings.length) }
}

/** COMMIT for what git said about the remote; undefined where another try may do better. */
export function lasting({ stdout, stderr }: Output, { url, branch }: Remote): PerfError | undefined {
  const said = `${stdout}\n${stderr}`
  const where = `${branch} of ${url}`
  const refused = (hint: string) => new PerfError('COMMIT', `git could not commit to ${where}: ${last(said)}`, { hint })
  if (/couldn't find remote ref/i.test(said))
    return refused('Create the branch with a .gitkeep in the Flux path, or name another one in the input flux-branch.')
  if (/repository .*not found|does not appear to be a git repository|error: 404/i.test(said))
    return refused('Check the input flux-repository; a token that may not read it is told the same.')
  if (
    /authentication failed|could not read (username|password)|permission denied|access denied|error: 40[13]/i.test(said)
  )
    return refused('The input flux-token must be allowed to push to the Flux repository.')
  if (/\[remote rejected\]/.test(said) && !isRace(said))
    return refused('A rule of the repository refuses the push: let the token bypass it, or name another branch.')
  return undefined
}

/** Whether a push was refused because somebody else's came first. */
export function isRace(said: string): boolean {
  return /\[rejected\]|cannot lock ref|failed to update ref|incorrect old value/i.test(said)
}

/** What the remote and git complained of, in one line. */
export function last(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  const telling = lines.filter((line) => /^(remote: .|!|fatal:)/.test(line))
  const words = telling.length > 0 ? telling : lines.filter((line) => line !== '').slice(-1)
  return words.join('; ').slice(0, 500)
}
