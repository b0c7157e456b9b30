import { randomUUID } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Store } from '../ports.ts'

/** A directory as a Store, each object a file. Writes are whole or not at all; failures are PerfErrors STORE. */
export function createDirectoryStore(directory: string): Store {
  const root = resolve(directory)
  const at = (key: string) => join(root, ...partsOf(key))
  return {
    put: (key, body) => wrapped('write', key, () => whole(at(key), (part) => writeFile(part, body), replace)),
    upload: (key, body) =>
      wrapped('write', key, () =>
        whole(
          at(key),
          (part) => pipeline(Readable.from(body, { objectMode: false }), createWriteStream(part)),
          replace,
        ),
      ),
    create: (key, body) => wrapped('write', key, () => whole(at(key), (part) => writeFile(part, body), placeNew)),
    get: (key) => wrapped('read', key, () => unlessAbsent(readFile(at(key)))),
    list: (prefix, most) =>
      wrapped('list', prefix, async () => {
        const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
        const keys = (await filesBelow(folder === '' ? root : at(folder.slice(0, -1)))).map((path) => folder + path)
        return keys
          .filter((key) => key.startsWith(prefix))
          .sort(byBytes)
          .slice(0, most)
      }),
    url: (key) => pathToFileURL(key.endsWith('/') ? at(key.slice(0, -1)) + sep : at(key)).href,
  }
}

/** A key may not lead out of the root, nor be one of our unfinished files. */
function partsOf(key: string): readonly string[] {
  const parts = key.split('/')
  const sound = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\0\\]/.test(part))
  if (sound && !isPart(parts.at(-1) ?? '')) return parts
  throw new PerfError('STORE', `${quote(key)} is no key of a directory`)
}

/** As a bucket lists them. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

const isPart = (name: string) => /^\.[0-9a-f-]{36}\.part$/.test(name)

/** Writes beside the place and then puts it there, so that no reader ever sees half of it. */
async function whole<T>(path: string, write: (part: string) => Promise<void>, place: Place<T>): Promise<T> {
  const part = join(dirname(path), `.${randomUUID()}.part`)
  await mkdir(dirname(path), { recursive: true })
  try {
    await write(part)
    return await place(part, path)
  } finally {
    await rm(part, { force: true })
  }
}

type Place<T> = (part: string, path: string) => Promise<T>

const replace: Place<void> = (part, path) => rename(part, path)

/** Only where nothing is: a second name for the file, or, where the disk knows none, an exclusive copy. */
const placeNew: Place<boolean> = async (part, path) => {
  const taken = (thrown: unknown) => codeOf(thrown) === 'EEXIST'
  try {
    await link(part, path)
    return true
  } catch (thrown) {
    if (taken(thrown)) return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(thrown))) throw thrown
  }
  try {
    await copyFile(part, path, constants.COPYFILE_EXCL)
    return true
  } catch (thrown) {
    if (taken(thrown)) return false
    throw thrown
  }
}

/** The files below a folder, by their path from it with `/`. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = (await unlessAbsent(readdir(folder, { recursive: true, withFileTypes: true }))) ?? []
  return entries
    .filter((entry) => entry.isFile() && !isPart(basename(entry.name)))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(thrown))) return undefined
    throw thrown
  }
}

async function wrapped<T>(verb: string, key: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof PerfError) throw cause
    throw new PerfError('STORE', `cannot ${verb} ${quote(key)}: ${reason(cause)}`, {
      hint: 'the folder of the results must be one that you may write to, with room on its disk',
      cause,
    })
  }
}

function codeOf(thrown: unknown): string {
  return String(Object(thrown).code ?? '')
}
