import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * The generator's side of what it and the agent say to each other through files of the shared directory:
 * it waits for `<block>/go` (when to begin, ms since 1970) or `end` (the exit code), and answers with
 * `<block>/pid` and, atomically, `<block>/exit`.
 */
export interface Protocol {
  /** When the block begins; undefined: the agent has ended the run. */
  go(block: string): Promise<number | undefined>
  /** Aborted once the agent asks for a graceful stop of the block. */
  stopSignal(block: string): { readonly signal: AbortSignal; [Symbol.dispose](): void }
  exit(block: string, code: number): Promise<void>
  /** Tells the agent that the pod is to end: Kubernetes tells a sidecar only after the other containers are gone. */
  term(): Promise<void>
  /** The code with which to exit, after everything is shipped. */
  end(): Promise<number>
}

const POLL_MS = 100

/** Atomically: whoever sees the file sees all of it. */
async function write(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}

export function createProtocol(work: string): Protocol {
  const read = (name: string) => readFile(join(work, name), 'utf8').catch(() => undefined)
  const first = async (...names: readonly string[]) => {
    for (;;) {
      for (const name of names) {
        const text = await read(name)
        if (text !== undefined && text !== '') return { name, text }
      }
      await sleep(POLL_MS)
    }
  }
  return {
    async go(block) {
      const { name, text } = await first('end', `${block}/go`)
      if (name === 'end') return undefined
      await mkdir(join(work, block), { recursive: true })
      await writeFile(join(work, block, 'pid'), String(process.pid))
      return Number(text)
    },
    stopSignal(block) {
      const controller = new AbortController()
      const timer = setInterval(async () => {
        if ((await read(`${block}/stop`)) !== undefined) controller.abort()
      }, POLL_MS)
      return { signal: controller.signal, [Symbol.dispose]: () => clearInterval(timer) }
    },
    exit: (block, code) => write(join(work, block, 'exit'), String(code)),
    term: () => write(join(work, 'term'), ''),
    end: async () => Number((await first('end')).text),
  }
}
