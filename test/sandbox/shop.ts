import { fileURLToPath } from 'node:url'
import { DELAYS, type Deployment, type Shop, visitShop } from '../world/shop/shop.ts'
import { startProgram } from './child.ts'

/** The sample shop as a process of this machine. */
export interface LocalShop extends Shop {
  /** `host:port`. */
  readonly address: string
}

const OWN: Deployment = { name: 'shop', revision: 'dev' }
const SOURCE = fileURLToPath(new URL('../world/shop/server.mjs', import.meta.url))

const OPEN = /^the shop is open on (\d+)$/m

/** Opens a shop at a free port, by default the one that every world has. Dispose it to close it. */
export async function openLocalShop(deployment: Deployment = OWN): Promise<LocalShop & AsyncDisposable> {
  const { delays, revision, workers, work = 0, stock = 0, leak = 0 } = deployment
  const settings = {
    ...{ PORT: '0', DELAYS: JSON.stringify({ ...DELAYS, ...delays }), REVISION: revision },
    ...{ WORK: String(work), STOCK: String(stock), LEAK: String(leak) },
  }
  const env = { ...settings, ...(workers === undefined ? {} : { WORKERS: String(workers) }) }
  const program = await startProgram({
    ...{ command: process.execPath, args: [SOURCE], env },
    ready: (said) => OPEN.test(said),
  })
  const address = `127.0.0.1:${OPEN.exec(program.said)?.[1]}`
  return { ...visitShop(`http://${address}`), address, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() }
}
