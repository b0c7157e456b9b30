import { readFile, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { PerfError, reason } from '../core/error.ts'
import type { Files } from '../ports.ts'

/** The checkout that the runner made. A path that leads out of it, by `..` or by a link, is refused: a pull request wrote it. */
export function createWorkspace(root: string): Files {
  return {
    async read(path) {
      try {
        const [top, file] = await Promise.all([realpath(root), realpath(join(root, path))])
        const within = relative(top, file)
        if (within.startsWith('..') || isAbsolute(within))
          throw new PerfError('CONFIG', `${JSON.stringify(path)} leads out of the repository`, {
            hint: 'name a file of the repository, by its path from the root',
          })
        return await readFile(file)
      } catch (thrown) {
        if (thrown instanceof PerfError) throw thrown
        const code = (thrown as NodeJS.ErrnoException).code
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
        throw new PerfError('CONFIG', `${JSON.stringify(path)} cannot be read: ${reason(thrown)}`, {
          hint: 'it must be a file that the workflow may read',
          cause: thrown,
        })
      }
    },
  }
}

/** The files, but for one that is given as text. */
export function overlaid(files: Files, { path: over, text }: { readonly path: string; readonly text: string }): Files {
  return { read: async (path) => (path === over ? new TextEncoder().encode(text) : files.read(path)) }
}
