import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The directory in which agent and generator leave messages for each other. Names are relative to it. */
export interface Mailbox {
  path(name: string): string
  /** undefined where nothing is. */
  read(name: string): Promise<string | undefined>
  /** Whole or not at all, also for a reader at the same moment. */
  write(name: string, content: string | Uint8Array): Promise<void>
  /** When it was last written, ms since 1970; undefined where nothing is. */
  writtenAt(name: string): Promise<number | undefined>
}

/** The mailbox in this directory. */
export function createMailbox(directory: string): Mailbox {
  const path = (name: string) => join(directory, name)
  return {
    path,
    read: (name) => unlessAbsent(readFile(path(name), 'utf8')),
    async write(name, content) {
      await mkdir(dirname(path(name)), { recursive: true })
      await writeFile(`${path(name)}.part`, content)
      await rename(`${path(name)}.part`, path(name))
    },
    writtenAt: async (name) => {
      const found = await unlessAbsent(stat(path(name)))
      return found && Math.round(found.mtimeMs)
    },
  }
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}
