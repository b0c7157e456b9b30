import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** A text in a style where the reader sees it, else as it is. */
export type Paint = (style: Style, text: string) => string

/** Where the command line writes; each call is whole lines. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: { readonly out: Paint; readonly err: Paint }
}

/** The process's own outputs; colours on a terminal alone, and as NO_COLOR and FORCE_COLOR say. */
export function processTerminal({ stdout, stderr }: NodeJS.Process): Terminal {
  for (const stream of [stdout, stderr]) stream.on('error', quietly)
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    paint: { out: painter(stdout), err: painter(stderr) },
  }
}

function painter(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream })
}

/** `perf-action … | head` has read enough: that is no fault. */
function quietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
