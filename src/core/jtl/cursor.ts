import type { Warnings } from './warnings.ts'
import { type Memory, Window } from './window.ts'

/** Where a reader stands in its file, and what it tells of that place. */
export class Cursor {
  readonly window: Window
  readonly warnings: Warnings
  /** From 1. */
  line = 1
  /** The offset just after the last line that is done with. */
  complete = 0

  constructor(memory: Memory, warnings: Warnings) {
    this.window = new Window(memory)
    this.warnings = warnings
  }

  /** Goes on behind so many bytes, with so many line ends among them, which are done with. */
  pass(bytes: number, lines: number): true {
    this.window.row += bytes
    this.line += lines
    this.complete = this.window.offset
    return true
  }

  /** What comes next lies at this offset of the file, as its first line. */
  goTo(offset: number): void {
    this.window.moveTo(offset)
    this.line = 1
  }

  /** Tells of what begins here, or begins so many lines and bytes from here. */
  warn(code: string, message: string, from: { readonly lines: number; readonly bytes: number } = HERE): void {
    if (this.warnings.isFull(code)) return
    const [line, offset] = [this.line + from.lines, this.window.offset + from.bytes]
    this.warnings.add({ code, message, line, offset })
  }
}

const HERE = { lines: 0, bytes: 0 }
