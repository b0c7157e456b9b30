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
  const [config, found] = [join(folder, 'prometheus.yml'), join(folder, 'targets.json')]
  const interval = `${SCRAPE_MS / 1000}s`
  await writeFile(
    config,
    stringify({
      global: { scrape_interval: interval, scrape_timeout: interval },
      scrape_configs: [{ job_name: 'files', file_sd_configs: [{ files: [found], refresh_interval: interval }] }],
    }),
  )
  const watched = [...targets]
  const tell = () => writeFile(found, JSON.stringify(watched.map(asFound)))
  await tell()
  const url = await listening(
    command,
    [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`],
    parts,
  )
  const all = parts.move()
  const watch = async (target: Target) => {
    watched.push(target)
    await tell()
  }
  return { url, real: true, watch, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** A target as Prometheus reads it from a file. */
function asFound({ job, address, app }: Target): object {
  return { targets: [address], labels: { job, ...(app === undefined ? {} : { app }) } }
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
