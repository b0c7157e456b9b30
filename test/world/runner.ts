import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Command, parseCommands, parseFileCommand } from './file-command.ts'
import type { RunnerEvent } from './github/event.ts'

export interface ActionOptions {
  /** The action's folder: its `action.yml` says what is run and what the inputs are by default. */
  readonly action: string
  readonly inputs: Readonly<Record<string, string>>
  readonly event: RunnerEvent
  /** The checkout: where the steps run. */
  readonly workspace: string
  /** The job's own token: what `${{ github.token }}` stands for. */
  readonly token: string
  /** What the workflow's `env:` and the runner give beside the event's: OIDC, endpoints. Nothing of ours leaks in. */
  readonly env?: Readonly<Record<string, string>>
  /** Acts while main runs: cancels it, kills the API server. Main's end is not waited for by it. */
  readonly during?: (main: Running) => Promise<void>
  /** A step still running then is killed; default 10 minutes. */
  readonly limitMs?: number
  /** Where the runner's own files go; default: the system's folder for temporary ones. */
  readonly folder?: string
  /** Told of each step as it starts. */
  readonly started?: (step: Running) => void
}

export interface StepResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** stdout and stderr, as they came. */
  readonly log: string
  /** What people see: without workflow commands, and with masked values as `***`. */
  readonly shown: string
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  /** Markdown. */
  readonly summary: string
  readonly commands: readonly Command[]
}

/** A step that runs. */
export interface Running {
  /** The first match in the log, now or later; rejects when the step ends without it. */
  seen(pattern: RegExp): Promise<string>
  /** Calls with the log as it comes, what came before first; secrets are not masked in it. */
  follow(listen: (text: string) => void): void
  /** Cancels as GitHub does: SIGINT, SIGTERM after 7.5 s, SIGKILL after another 2.5 s. */
  cancel(): void
  kill(signal: NodeJS.Signals): void
  readonly done: Promise<StepResult>
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: string } | null>>
  readonly runs: { readonly main: string; readonly post?: string }
}

/** Runs a JavaScript action as the runner does: main, then post, whatever came of main. */
export async function runAction(
  options: ActionOptions,
): Promise<{ readonly main: StepResult; readonly post: StepResult }> {
  const temp = mkdtempSync(join(options.folder ?? tmpdir(), 'perf-action-runner-'))
  try {
    const file = parse(readFileSync(join(options.action, 'action.yml'), 'utf8')) as ActionFile
    const env = { ...environment(options, temp), ...inputsOf(file, options) }
    const main = startStep(join(options.action, file.runs.main), { ...options, env, temp, name: 'main' })
    const during = options.during?.(main).catch((thrown: unknown) => {
      main.kill('SIGKILL')
      throw thrown
    })
    const [result] = await Promise.all([main.done, during])
    const state = Object.fromEntries(Object.entries(result.state).map(([name, value]) => [`STATE_${name}`, value]))
    const after = { ...options, env: { ...env, ...state }, temp, name: 'post' }
    return { main: result, post: await startStep(join(options.action, file.runs.post ?? file.runs.main), after).done }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

function environment({ event, env, workspace, action }: ActionOptions, temp: string): Record<string, string> {
  const folder = (name: string) => {
    mkdirSync(join(temp, name), { recursive: true })
    return join(temp, name)
  }
  const eventPath = join(temp, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event.payload))
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder('home'),
    TMPDIR: folder('tmp'),
    RUNNER_TEMP: folder('_temp'),
    RUNNER_TOOL_CACHE: folder('tools'),
    GITHUB_WORKSPACE: workspace,
    GITHUB_ACTION_PATH: action,
    GITHUB_EVENT_PATH: eventPath,
    ...event.env,
    ...env,
  }
}

/** `INPUT_…` for every input of action.yml, and for those given: upper case, spaces to underscores, dashes kept. */
function inputsOf(file: ActionFile, { inputs, token }: ActionOptions): Record<string, string> {
  const defaults = Object.entries(file.inputs ?? {}).map(([name, input]) => {
    const value = String(input?.default ?? '')
    return [name, value.replace(/\$\{\{\s*github\.token\s*\}\}/g, token)]
  })
  const all = { ...Object.fromEntries(defaults), ...inputs }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replace(/ /g, '_').toUpperCase()}`, String(value)]),
  )
}

interface StepOptions {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  readonly workspace: string
  readonly temp: string
  readonly limitMs?: number
  readonly started?: (step: Running) => void
}

/** Starts one step with this Node and no environment but the one given. */
export function startStep(
  entry: string,
  { name, env, workspace, temp, limitMs = 600_000, started }: StepOptions,
): Running {
  const files = fileCommands(temp, name)
  const child = spawn(process.execPath, [entry], {
    cwd: workspace,
    env: { ...env, ...files },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  const listeners: ((text: string) => void)[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
      for (const listen of listeners) listen(text)
    })
  const timers = [setTimeout(() => child.kill('SIGKILL'), limitMs)]
  const ended = new Promise<Pick<StepResult, 'code' | 'signal'>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  }).finally(() => timers.forEach(clearTimeout))
  const running: Running = {
    done: ended.then((end) => ({ ...end, ...read(log, files) })),
    kill: (signal) => void child.kill(signal),
    follow(listen) {
      if (log !== '') listen(log)
      listeners.push(listen)
    },
    cancel() {
      child.kill('SIGINT')
      timers.push(
        setTimeout(() => child.kill('SIGTERM'), 7500),
        setTimeout(() => child.kill('SIGKILL'), 10_000),
      )
    },
    seen: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(log)
          if (match !== null) resolve(match[0])
        }
        look()
        listeners.push(look)
        void ended.then(() => reject(new Error(`${name} ended without ${String(pattern)}:\n${log}`)), reject)
      }),
  }
  started?.(running)
  return running
}

const commandFiles = ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'] as const
type CommandFiles = Readonly<Record<`GITHUB_${(typeof commandFiles)[number]}`, string>>

function fileCommands(temp: string, step: string): CommandFiles {
  const paths = commandFiles.map((name) => [`GITHUB_${name}`, join(temp, `${step}-${name.toLowerCase()}`)] as const)
  for (const [, path] of paths) writeFileSync(path, '')
  return Object.fromEntries(paths) as CommandFiles
}

function read(log: string, files: CommandFiles): Omit<StepResult, 'code' | 'signal'> {
  const text = (name: keyof CommandFiles) => readFileSync(files[name], 'utf8')
  const commands = parseCommands(log)
  const masks = commands
    .filter(({ name, message }) => name === 'add-mask' && message !== '')
    .map(({ message }) => message)
  const plain = log.replace(/^[ \t]*::[\w-]+.*\n?/gm, '')
  return {
    log,
    commands,
    shown: masks.toSorted((a, b) => b.length - a.length).reduce((shown, mask) => shown.replaceAll(mask, '***'), plain),
    outputs: parseFileCommand(text('GITHUB_OUTPUT')),
    state: parseFileCommand(text('GITHUB_STATE')),
    summary: text('GITHUB_STEP_SUMMARY'),
  }
}
