import { constants, type Dirent } from 'node:fs'
import { open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Results } from '../ports.ts'

const MIB = 1024 ** 2
/** Many times what a pod's manifest with a thousand labels takes. */
const LIMITS = { file: 32 * MIB, all: 256 * MIB }
const RUN_ID = /^r\d{14}-[a-z2-7]{6}$/

/**
 * A folder that somebody else filled, as what an artifact becomes: only plain files of it are read, by names that are
 * ours, whatever links it holds; `limits` in bytes. Throws STORE.
 */
export function createResultsFolder(folder: string, limits = LIMITS): Results {
  let left = limits.all
  const take = (size: number) => {
    if (size > Math.min(limits.file, left)) return false
    left -= size
    return true
  }
  const root = realpath(folder).catch((cause: unknown) => {
    throw new PerfError('STORE', `the folder ${quote(folder)} cannot be read: ${reason(cause)}`, {
      hint: 'the input `results` names the folder that the results were downloaded to',
      cause,
    })
  })
  root.catch(() => undefined) // told to whoever reads first
  return {
    async runs(test) {
      const entries = await entriesOf(join(await root, test))
      return entries
        .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
        .map(({ name }) => name)
        .sort()
    },
    get: async (key) => plainFile(join(await root, key), { key, take }),
  }
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  try {
    return (await realpath(path)) === path ? await readdir(path, { withFileTypes: true }) : []
  } catch (thrown) {
    if (isAbsent(thrown)) return []
    throw new PerfError('STORE', `the results cannot be listed: ${reason(thrown)}`, { cause: thrown })
  }
}

interface Plain {
  readonly key: string
  /** Whether so many bytes may be read; they count from then on, for many files are read at once. */
  readonly take: (size: number) => boolean
}

/** The bytes of a file that is reached without any link; undefined where there is nothing. */
async function plainFile(path: string, { key, take }: Plain): Promise<Uint8Array | undefined> {
  try {
    if ((await realpath(path)) !== path) throw refused(`${quote(key)} of the results is a link`)
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stat = await file.stat()
    if (!stat.isFile()) throw refused(`${quote(key)} of the results is no file`)
    if (!take(stat.size)) throw refused(`${quote(key)} of the results has ${stat.size} bytes, more than is read`)
    return await file.readFile()
  } catch (thrown) {
    if (thrown instanceof PerfError) throw thrown
    if (isAbsent(thrown)) return undefined
    throw new PerfError('STORE', `${quote(key)} of the results cannot be read: ${reason(thrown)}`, { cause: thrown })
  }
}

function refused(message: string): PerfError {
  return new PerfError('STORE', message, {
    hint: 'the folder must be as `perf-action run --local --out` wrote it; whoever made it is not trusted',
  })
}

function isAbsent(thrown: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String(Object(thrown).code))
}
