import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { atLast } from './last-rites.ts'

export interface ProgramOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What it says, or what is there, when it can be used. */
  ready(said: string): boolean | Promise<boolean>
}

/** A program that runs beside this one; dispose it to end it. */
export interface Program extends AsyncDisposable {
  readonly pid: number
  /** All that it has written so far. */
  readonly said: string
}

const PATIENCE_MS = 15_000
const GRACE_MS = 3_000

/** Starts a program and waits until it is ready; one that ends before is an error with its words. */
export async function startProgram({ command, args, env = {}, ready }: ProgramOptions): Promise<Program> {
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const rite = atLast(() => void child.kill('SIGKILL'))
  child.once('close', () => rite[Symbol.dispose]())
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`${command} ended with ${code}:\n${said}`)))
  })
  failed.catch(() => {})
  const deadline = Date.now() + PATIENCE_MS
  try {
    while (!(await Promise.race([ready(said), failed]))) {
      if (Date.now() > deadline) throw new Error(`${command} is not ready after ${PATIENCE_MS / 1000} s:\n${said}`)
      await Promise.race([new Promise((next) => setTimeout(next, 50)), failed])
    }
  } catch (thrown) {
    await end(child)
    throw thrown
  }
  return {
    pid: child.pid ?? 0,
    get said() {
      return said
    },
    [Symbol.asyncDispose]: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await closed
  clearTimeout(timer)
}

/** The path of a program that is on PATH. */
export function onPath(program: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program))
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
