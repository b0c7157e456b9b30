import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DELAYS, type Deployment, type Shop, visitShop } from '../world/shop/shop.ts'
import { type Program, startProgram } from './child.ts'

/** The sample shop as a process of this machine. */
export interface LocalShop extends Shop {
  /** `host:port`; it stays the same over deployments. */
  readonly address: string
  /** Ends the shop and opens one with this source, with its own delays. */
  deploy(source: string): Promise<void>
}

const SOURCE = fileURLToPath(new URL('../world/shop/server.mjs', import.meta.url))

/** Opens the shop at a free port; `folder` is for the source of what is deployed. Dispose it to close it. */
export async function openLocalShop(folder: string): Promise<LocalShop & AsyncDisposable> {
  let program = await open(SOURCE, { port: 0, delays: DELAYS })
  const port = portOf(program)
  const shop = visitShop(`http://127.0.0.1:${port}`)
  let deployed = 0
  await shop.reset()
  return {
    ...shop,
    address: `127.0.0.1:${port}`,
    async deploy(source) {
      const file = join(folder, `shop-${++deployed}.mjs`)
      await writeFile(file, source)
      await program[Symbol.asyncDispose]()
      program = await open(file, { port })
      await shop.reset()
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

const OPEN = /^the shop is open on (\d+)$/m

/** Opens one more shop at a free port. Dispose it to close it. */
export async function openAnotherShop(
  deployment: Deployment,
): Promise<Shop & AsyncDisposable & Pick<LocalShop, 'address'>> {
  const program = await open(SOURCE, { ...deployment, port: 0, delays: { ...DELAYS, ...deployment.delays } })
  const address = `127.0.0.1:${portOf(program)}`
  return { ...visitShop(`http://${address}`), address, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() }
}

interface Opening extends Partial<Deployment> {
  readonly port: number
}

function open(file: string, opening: Opening): Promise<Program> {
  const { port, delays = {}, revision = 'dev', workers, work = 0, stock = 0, leak = 0 } = opening
  const settings = {
    ...{ PORT: String(port), DELAYS: JSON.stringify(delays), REVISION: revision },
    ...{ WORK: String(work), STOCK: String(stock), LEAK: String(leak) },
  }
  const env = { ...settings, ...(workers === undefined ? {} : { WORKERS: String(workers) }) }
  return startProgram({ command: process.execPath, args: [file], env, ready: (said) => OPEN.test(said) })
}

function portOf({ said }: Program): number {
  return Number(OPEN.exec(said)?.[1])
}
