import { type ChildProcess, spawn } from 'node:child_process'

/** A program that runs beside the test. */
export interface Program {
  readonly process: ChildProcess
  /** What it has written so far, to both outputs. */
  readonly output: () => string
  /** Resolves once the output has it; rejects when the program ends before. */
  says(what: RegExp): Promise<void>
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Kills it and all that it has started. */
  kill(): void
}

/** Starts a program with this environment alone, as the head of a process group of its own. */
export function startProgram(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Program {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const hear = (piece: Buffer) => {
    output += piece.toString()
    child.emit('heard')
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    process: child,
    output: () => output,
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve(code ?? signal ?? 0))
    }),
    kill: () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL')
      } catch {
        // all of them have ended
      }
    },
    says: (what) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (what.test(output)) resolve()
        }
        child.on('heard', look)
        child.on('close', () => reject(new Error(`ended without saying ${what}:\n${output}`)))
        look()
      }),
  }
}
