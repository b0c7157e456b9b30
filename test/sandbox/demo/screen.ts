import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where the demo is seen: a terminal with colours and a line that is written over, or a plain log. */
export interface Screen {
  readonly colors: boolean
  readonly width: number
  paint(style: Style, text: string): string
  line(text?: string): void
  /** What goes on now; the next line takes its place. On a plain log nothing. */
  status(text: string): void
}

export function openScreen(out: NodeJS.WriteStream = process.stdout): Screen {
  const live = out.isTTY === true
  const colors = live && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  const width = Math.min(out.columns ?? 100, 120)
  const clear = () => (live ? '\r\u001b[K' : '')
  return {
    colors,
    width,
    paint: (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text),
    line: (text = '') => void out.write(`${clear()}${text}\n`),
    status: (text) => void (live && out.write(`${clear()}${text.slice(0, width - 1)}`)),
  }
}
