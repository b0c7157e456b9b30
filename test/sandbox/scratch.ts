import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atLast } from './last-rites.ts'

/** A temporary folder that is gone when it is disposed, or with this process. */
export function scratchFolder(name: string): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), `perf-action-${name}-`))
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) // a program may still write as it ends
  const rite = atLast(remove)
  return {
    path,
    [Symbol.dispose]() {
      rite[Symbol.dispose]()
      remove()
    },
  }
}
