import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

export interface Exit {
  /** undefined: it was ended by a signal, or could not be started. */
  readonly code?: number
  /** `ENOENT`, `SIGKILL`, … */
  readonly why?: string
}

/** A program that runs beside us, at the head of a process group of its own: a ctrl-C in the terminal is not for it. */
export interface LocalProcess {
  readonly exit: Exit | undefined
  readonly ended: Promise<Exit>
  /** TERM to it alone, and KILL to its whole group when it has not ended by then. */
  end(graceMs: number): Promise<Exit>
  /** Ends the whole group at once. */
  kill(): void
}

interface Program {
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** The file that gets all it writes. */
  readonly log: string
  /** It shall learn when we are gone, however we went: by the end of a channel between us. */
  readonly tied: boolean
}

/** Starts a program. One that can't be started ends at once. */
export function startProcess({ command: [command = '', ...args], env, cwd, log, tied }: Program): LocalProcess {
  const output = openSync(log, 'a')
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', output, output, ...(tied ? (['ipc'] as const) : [])],
  })
  closeSync(output)
  let exit: Exit | undefined
  const ended = endOf(child).then((how) => {
    exit = how
    killGroup(child) // what it started and left behind
    return how
  })
  return {
    get exit() {
      return exit
    },
    ended,
    async end(graceMs) {
      if (exit === undefined) child.kill('SIGTERM')
      const timer = setTimeout(() => killGroup(child), graceMs)
      return ended.finally(() => clearTimeout(timer))
    },
    kill: () => killGroup(child),
  }
}

function endOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve({ why: error.code ?? error.message }))
    child.once('exit', (code, signal) => resolve(code === null ? { why: signal ?? 'a signal' } : { code }))
  })
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // all of them have ended
  }
}
