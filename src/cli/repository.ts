import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { loadTests } from '../config/load.ts'
import { configText } from '../config/utf8.ts'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Test } from '../core/plan.ts'

/** What plans may not leave: the working directory, or the config's own folder where that is elsewhere. */
export function repositoryOf(config: string): { readonly root: string; readonly file: string } {
  const path = resolve(config)
  const root = path.startsWith(resolve('.') + sep) ? resolve('.') : dirname(path)
  return { root, file: relative(root, path).replaceAll(sep, '/') }
}

/** The tests of a config by their names. Throws CONFIG where there is no such file, or for what is wrong in it. */
export async function readTests(config: string, names: readonly string[] | 'all'): Promise<readonly Test[]> {
  const { root, file } = repositoryOf(config)
  const text = await readIfThere(config)
  if (text === undefined)
    throw new PerfError('CONFIG', `there is no ${quote(config)}`, { hint: 'name the file with --config' })
  return loadTests({
    text: configText(text, file),
    file,
    names,
    readFile: (path) => readIfThere(resolve(root, path)),
  })
}

/** undefined where there is no such file; throws CONFIG where it can't be read. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined
    throw new PerfError('CONFIG', `${quote(path)} cannot be read: ${cause.message}`, { cause })
  })
}
