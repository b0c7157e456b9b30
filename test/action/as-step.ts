import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'

/** What a step said to the runner. */
export interface Step {
  readonly exit: number
  /** The workflow commands and lines of its log. */
  readonly lines: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly summary: string
}

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const

// one folder for the process: the toolkit opens the summary's file once and remembers it
const dir = mkdtempSync(join(tmpdir(), 'step-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Runs `work` with the files that a runner gives to a step, and its standard output caught. */
export async function asStep(work: () => unknown): Promise<Step> {
  const write = process.stdout.write
  const exitCode = process.exitCode
  const log: string[] = []
  for (const name of FILES) {
    process.env[name] = join(dir, name)
    writeFileSync(join(dir, name), '')
  }
  process.stdout.write = (text: string | Uint8Array) => log.push(String(text)) > 0
  try {
    process.exitCode = 0
    await work()
    const text = (name: (typeof FILES)[number]) => readFileSync(join(dir, name), 'utf8')
    return {
      exit: Number(process.exitCode),
      lines: log.join('').split('\n').slice(0, -1),
      outputs: parseFileCommands(text('GITHUB_OUTPUT')),
      state: parseFileCommands(text('GITHUB_STATE')),
      summary: text('GITHUB_STEP_SUMMARY'),
    }
  } finally {
    process.stdout.write = write
    process.exitCode = exitCode
    for (const name of FILES) delete process.env[name]
  }
}

/** `name<<DELIMITER`, lines, `DELIMITER`; of two with one name the last holds, as for the runner. */
function parseFileCommands(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  )
}
