import { type FileHandle, open } from 'node:fs/promises'

/** Reads a file as it grows. */
export interface Tail {
  /** Hands on what has come since the last call. The file may not be there yet. */
  read(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const PIECE_BYTES = 1024 * 1024

/** A tail of the file at `path`, from its beginning; the pieces handed to `push` are valid during the call only. */
export function createTail(path: string, push: (bytes: Uint8Array) => void): Tail {
  const buffer = new Uint8Array(PIECE_BYTES)
  let file: FileHandle | undefined
  let offset = 0
  return {
    async read() {
      file ??= await openIfThere(path)
      if (file === undefined) return
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
        if (bytesRead === 0) return
        offset += bytesRead
        push(buffer.subarray(0, bytesRead))
      }
    },
    [Symbol.asyncDispose]: async () => file?.close(),
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}
