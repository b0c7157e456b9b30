import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { startProgram } from '../child.ts'
import { scratchFolder } from '../scratch.ts'
import type { Target } from './scrape.ts'
import { type Prometheus, SCRAPE_MS } from './server.ts'

const TRIES = 3

/** The program `prometheus`, with a configuration and a data folder of its own; both are gone when it is disposed. */
export async function startPrometheusProgram(command: string, targets: readonly Target[]): Promise<Prometheus> {
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(scratchFolder('prometheus'))
  const config = join(folder, 'prometheus.yml')
  const interval = `${SCRAPE_MS / 1000}s`
  await writeFile(
    config,
    stringify({
      global: { scrape_interval: interval, scrape_timeout: interval },
      scrape_configs: targets.map(({ job, address }) => ({ job_name: job, static_configs: [{ targets: [address] }] })),
    }),
  )
  const url = await listening(
    command,
    [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`],
    parts,
  )
  const all = parts.move()
  return { url, real: true, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** It takes no port 0, and another program may take a free port first: so more than once. */
async function listening(command: string, args: readonly string[], parts: AsyncDisposableStack): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const address = `127.0.0.1:${await freePort()}`
    const ready = () =>
      fetch(`http://${address}/-/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
    try {
      parts.use(await startProgram({ command, args: [...args, `--web.listen-address=${address}`], ready }))
      return `http://${address}`
    } catch (thrown) {
      if (attempt === TRIES || !/address already in use/.test(String(thrown))) throw thrown
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
