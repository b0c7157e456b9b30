import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { atLast } from '../last-rites.ts'

/** How a container's program came to its end. */
export interface Exit {
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
}

/** A container's program: a process group of this machine. */
export interface Program {
  readonly ended: Promise<Exit>
  /** TERM to the program itself, as to the first process of a container. */
  terminate(): void
  /** KILL to all that it has started, too. */
  kill(): void
}

export interface ProgramOptions {
  readonly command: readonly string[]
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** The file that both of its outputs are added to. */
  readonly log: string
}

export function startProgram({ command: [file = '', ...args], env, folder, log }: ProgramOptions): Program {
  const output = openSync(log, 'a')
  const child = spawn(file, args, { cwd: folder, env, detached: true, stdio: ['ignore', output, output] })
  closeSync(output)
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // nobody is left of it
    }
  }
  const lastRite = atLast(kill)
  const ended = new Promise<Exit>((resolve) => {
    // 128 and StartError are containerd's words for a program that is not there
    child.on('error', ({ message }) => resolve({ exitCode: 128, reason: 'StartError', message }))
    child.on('exit', (code, signal) => resolve(exitOf(code, signal)))
  })
  return {
    ended: ended.finally(() => {
      kill() // with its first process a container ends
      lastRite[Symbol.dispose]()
    }),
    terminate: () => void child.kill('SIGTERM'),
    kill,
  }
}

function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  return { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' }
}
