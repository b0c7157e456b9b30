import type { ManifestFile } from './folder.ts'
import { place } from './place.ts'

export interface CommitStream {
  /** The ref that the commit is put on; not there before. */
  readonly ref: string
  /** The parent's sha. */
  readonly from: string
  readonly message: string
  /** ms since 1970. */
  readonly at: number
  /** Removed before anything is written; no fault where it is not there. */
  readonly remove: string
  /** Written at their paths from the root. */
  readonly files: readonly ManifestFile[]
}

const committer = 'perf-action <perf-action@noreply.invalid>'
const encoder = new TextEncoder()

/** The input of `git fast-import` for one commit; git answers with the commit's sha. No name in it is ever a file on disk. */
export function fastImport({ ref, from, message, at, remove, files }: CommitStream): Uint8Array {
  const parts = [
    encoder.encode(`commit ${ref}\nmark :1\ncommitter ${committer} ${Math.floor(at / 1000)} +0000\n`),
    ...data(encoder.encode(message)),
    encoder.encode(`from ${from}\nD ${quoted(remove)}\n`),
    ...files.flatMap(({ path, content }) => [
      encoder.encode(`M 100644 inline ${quoted(path)}\n`),
      ...data(typeof content === 'string' ? encoder.encode(content) : content),
    ]),
    encoder.encode('get-mark :1\ndone\n'),
  ]
  const stream = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    stream.set(part, offset)
    offset += part.length
  }
  return stream
}

/** Counted, so that nothing in the bytes is read as a command. */
function data(bytes: Uint8Array): readonly Uint8Array[] {
  return [encoder.encode(`data ${bytes.length}\n`), bytes, encoder.encode('\n')]
}

function quoted(path: string): string {
  return `"${place(path).replace(/["\\]/g, '\\$&')}"`
}
