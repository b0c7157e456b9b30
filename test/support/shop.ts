import { temporaryFolder } from './folder.ts'
import { startProgram } from './program.ts'

const server = new URL('../world/shop/server.mjs', import.meta.url).pathname

export interface RunningShop extends AsyncDisposable {
  readonly url: string
  /** How many requests it has served. */
  served(): Promise<number>
}

/** The sample shop as a program beside the test, on a port of its own; delays in ms by endpoint. */
export async function startShop(delays: Readonly<Record<string, number>> = {}): Promise<RunningShop> {
  const folder = temporaryFolder()
  const env = { PATH: process.env['PATH'], PORT: '0', DELAYS: JSON.stringify(delays) }
  const program = startProgram([process.execPath, server], env, folder.path)
  await program.says(/open on \d+/)
  const url = `http://127.0.0.1:${/open on (\d+)/.exec(program.output())?.[1]}`
  return {
    url,
    async served() {
      const counters: Record<string, { served: number }> = JSON.parse(await (await fetch(`${url}/counters`)).text())
      return Object.values(counters).reduce((sum, counter) => sum + counter.served, 0)
    },
    async [Symbol.asyncDispose]() {
      program.kill()
      await program.ended
      folder[Symbol.dispose]()
    },
  }
}
