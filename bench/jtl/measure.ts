import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from './contenders.ts'
import type { Tools } from './prepare.ts'

/** Of one process: seconds of wall and of CPU (user and system, all threads), and the most memory it had. */
export interface Run {
  readonly wall: number
  readonly cpu: number
  readonly megabytes: number
  readonly output: string
}

/** Runs a contender once; undefined where it fails. */
export function measure({ folder, measure: program }: Tools, { command }: Contender): Run | undefined {
  const figures = join(folder, 'figures')
  rmSync(figures, { force: true })
  const { status, stdout } = spawnSync(program, [figures, ...command], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (status !== 0) return undefined
  const [wall = 0, user = 0, system = 0, kibibytes = 0] = readFileSync(figures, 'utf8').split(' ').map(Number)
  return { wall, cpu: user + system, megabytes: (kibibytes * 1024) / 1e6, output: stdout }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
