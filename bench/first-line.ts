import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ACTION = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** ms until a process of Node has written its first byte. */
async function firstByte(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const took = performance.now() - began
  child.kill('SIGKILL')
  await ended
  return took
}

/** First line of the built action against an empty Node process that prints one, in turns; medians in ms. */
export async function firstLine(rounds: number): Promise<{ readonly action: number; readonly empty: number }> {
  const times = { action: [] as number[], empty: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    times.empty.push(await firstByte(['-e', 'console.log(1)'], {}))
    times.action.push(await firstByte([ACTION], { PATH: '' }))
  }
  return { action: median(times.action), empty: median(times.empty) }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
