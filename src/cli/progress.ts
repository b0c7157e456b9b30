import { statSync } from 'node:fs'
import { bytes, duration, share } from '../core/figure.ts'
import { clean } from '../report/clean.ts'
import type { Terminal } from './terminal.ts'

/** Who waits for less is told nothing, and who waits longer is told so often. */
const PATIENCE_MS = 1000
const INTERVAL_MS = 200

/** Watches files being read, and shows it where stderr is a terminal. */
export interface Progress {
  /** So many bytes of the file are read by now. */
  read(file: string, bytes: number): void
  /** Takes away what is shown. */
  end(): void
}

/** `now` in ms, from any beginning. */
export function watchProgress(
  files: readonly string[],
  { status }: Pick<Terminal, 'status'>,
  now: () => number = () => performance.now(),
): Progress {
  if (status === undefined) return { read: () => {}, end: () => {} }
  const begin = now()
  const name = files.length === 1 ? clean(files[0]!, 40) : `${files.length} files`
  const sizes = files.map(sizeOf)
  const size = sizes.reduce<number | undefined>(
    (sum, one) => (one === undefined || sum === undefined ? undefined : sum + one),
    0,
  )
  const done = new Map<string, number>()
  let shown = Number.NEGATIVE_INFINITY
  return {
    read(file, bytes) {
      done.set(file, bytes)
      const at = now()
      if (at - begin < PATIENCE_MS || at - shown < INTERVAL_MS) return
      shown = at
      const read = [...done.values()].reduce((sum, part) => sum + part, 0)
      status(progressLine({ name, read, size, elapsedMs: at - begin }))
    },
    end() {
      if (shown > 0) status('')
    },
  }
}

interface Standing {
  readonly name: string
  /** Bytes. */
  readonly read: number
  /** undefined: not known, as of a pipe. */
  readonly size: number | undefined
  readonly elapsedMs: number
}

/** `results.jtl: 38 %, 1.1 GiB/s, 12 s left`. */
export function progressLine({ name, read, size, elapsedMs }: Standing): string {
  const rate = `${bytes((read / elapsedMs) * 1000)}/s`
  if (size === undefined) return `${name}: ${bytes(read)}, ${rate}`
  const left = Math.max(0, (size - read) * (elapsedMs / Math.max(1, read)))
  return `${name}: ${share(Math.min(1, read / size))}, ${rate}, ${duration(Math.max(1000, left))} left`
}

/** Of a regular file. */
function sizeOf(file: string): number | undefined {
  const found = file === '-' ? undefined : statSync(file, { throwIfNoEntry: false })
  return found?.isFile() ? found.size : undefined
}
