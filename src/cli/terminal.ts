import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { styleText } from 'node:util'
import { FAULT } from './exit.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** A text in a style where the reader sees it, else as it is. */
export type Paint = (style: Style, text: string) => string

/** Where the command line writes; each call is whole lines. */
export interface Terminal {
  readonly out: (text: string) => void
  /** Writes a long text that comes in pieces, no faster than it is read: what waits for a slow reader would fill the memory. */
  readonly pour: (pieces: Iterable<string>) => Promise<void>
  readonly err: (text: string) => void
  readonly paint: { readonly out: Paint; readonly err: Paint }
  /** Shows a line until the next one, none for ''; absent where stderr is no terminal. */
  readonly status?: (line: string) => void
}

/** The process's own outputs; colours on a terminal alone, and as NO_COLOR and FORCE_COLOR say. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr } = process
  stdout.on('error', (error) => endUnheard(error, process))
  stderr.on('error', () => {}) // what is told there beside the answer has no other place to go
  return {
    out: (text) => stdout.write(text),
    pour: (pieces) => pour(pieces, stdout),
    err: (text) => stderr.write(text),
    paint: { out: painter(stdout), err: painter(stderr) },
    ...(stderr.isTTY ? { status: (line) => showStatus(line, stderr) } : {}),
  }
}

/** Ends where nobody reads any more, which is told by the stream's error. */
async function pour(pieces: Iterable<string>, to: NodeJS.WriteStream): Promise<void> {
  const gone = new AbortController()
  const go = () => gone.abort()
  to.once('error', go).once('close', go)
  if (to.destroyed) go()
  try {
    for (const text of gathered(pieces)) {
      if (!to.write(text)) await once(to, 'drain', gone).catch(() => {})
      await setImmediate() // that it could not be written is told by then
      if (gone.signal.aborted) return
    }
  } finally {
    to.off('error', go).off('close', go)
  }
}

/** UTF-16 units that are written at once: for each piece the system would be asked. */
const GATHERED = 1 << 16

function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < GATHERED) continue
    yield text
    text = ''
  }
  yield text
}

/** Erases the rest of a line (ECMA-48). */
const ERASE = '\u001b[K'

/** Some terminals say that they have no columns. */
function showStatus(line: string, stderr: NodeJS.WriteStream): void {
  stderr.write(`\r${ERASE}${line.slice(0, (stderr.columns || 80) - 1)}`)
}

function painter(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream })
}

/**
 * `perf-action … | head` has read enough: that is no fault. A full disk is one, and no verdict: what is going on is ended in
 * good order, and then the exit is that of a fault.
 */
function endUnheard(error: NodeJS.ErrnoException, process: NodeJS.Process): void {
  if (error.code === 'EPIPE') return
  process.once('exit', () => (process.exitCode = FAULT))
  process.stderr.write(`INPUT: the standard output cannot be written: ${error.message}\n`)
}
