import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../support/folder.ts'
import type { ActionOptions, StepResult } from './runner.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
const ACTION = 'org/perf-action'
const REUSABLE = '.github/workflows/perf-test.yml'

/** The inputs of the action that the callers to copy take from variables of the repository. */
const VARIABLES = {
  PERF_ROLE: 'role-to-assume',
  AWS_REGION: 'aws-region',
  PERF_CLUSTER: 'cluster',
  FLUX_REPOSITORY: 'flux-repository',
  PERF_BUCKET: 'bucket',
  PROMETHEUS: 'prometheus',
} as const

/**
 * Runs a workflow of workflows/ with act, from the caller by way of the reusable workflow to the action's main and post,
 * on this machine without containers. act does not know `uses: $/` yet, so the reusable workflow names its own
 * repository there; and it knows no environments, no permissions and no checks of its own.
 */
export function throughAct(workflow: string, given: Readonly<Record<string, string>> = {}) {
  return async ({ inputs, event, workspace, token, env = {}, limitMs }: ActionOptions) => {
    using folder = temporaryFolder()
    const action = join(folder.path, 'action')
    layOutAction(action)
    const caller = join('.github/workflows', workflow)
    mkdirSync(join(workspace, '.github/workflows'), { recursive: true })
    cpSync(join(PROJECT, 'workflows', workflow), join(workspace, caller))
    const eventPath = join(folder.path, 'event.json')
    writeFileSync(eventPath, JSON.stringify({ ...event.payload, inputs: given }))
    const each = (flag: string, pairs: Readonly<Record<string, string | undefined>>) =>
      Object.entries(pairs).flatMap(([name, value]) => [flag, `${name}=${value ?? ''}`])
    const variables = Object.entries(VARIABLES).map(([name, input]) => [name, inputs[input]] as const)
    const args = [
      ...[event.env['GITHUB_EVENT_NAME'] ?? '', '--json', '--workflows', caller, '--eventpath', eventPath],
      ...['ubuntu-latest', 'ubuntu-24.04'].flatMap((label) => ['--platform', `${label}=-self-hosted`]),
      ...['--local-repository', `${ACTION}@v1=${action}`],
      ...each('--secret', { FLUX_TOKEN: inputs['flux-token'], GITHUB_TOKEN: token }),
      ...each('--var', Object.fromEntries(variables)),
      ...each('--input', given),
      ...each('--env', { ...event.env, ...env }),
    ]
    const { code, log } = await act(args, {
      cwd: workspace,
      home: folder.path,
      ...(limitMs === undefined ? {} : { limitMs }),
    })
    const main = resultOf(code, log)
    return { main, post: { ...main, outputs: {} } } // act tells of both in one log
  }
}

/** What the tag v1 of the action's repository would hold. */
function layOutAction(action: string): void {
  mkdirSync(join(action, '.github/workflows'), { recursive: true })
  for (const path of ['action.yml', 'dist']) cpSync(join(PROJECT, path), join(action, path), { recursive: true })
  const reusable = readFileSync(join(PROJECT, REUSABLE), 'utf8')
  writeFileSync(join(action, REUSABLE), reusable.replace(/uses: \$\/$/m, `uses: ${ACTION}@v1`))
}

interface Where {
  readonly cwd: string
  readonly home: string
  readonly limitMs?: number
}

function act(
  args: readonly string[],
  { cwd, home, limitMs = 180_000 }: Where,
): Promise<{ readonly code: number; readonly log: string }> {
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home }
  const options = { cwd, env, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 } as const
  return new Promise((resolve) => {
    execFile('act', args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), log: `${stdout}${stderr}` })
    })
  })
}

/** act's log is a JSON document a line; what an action sets is one of them. */
function resultOf(code: number, log: string): StepResult {
  const lines = log.split('\n').flatMap((line): readonly Readonly<Record<string, string>>[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
  const set = lines.filter(({ command }) => command === 'set-output').map(({ name, arg }) => [name, arg])
  const told = lines.map(({ msg = '' }) => msg.trimEnd()).join('\n')
  return { ...{ code, signal: null, log: told, shown: told }, outputs: Object.fromEntries(set), ...NOT_TOLD }
}

const NOT_TOLD = { state: {}, summary: '', commands: [] }
