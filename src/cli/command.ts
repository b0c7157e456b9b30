import type { Terminal } from './terminal.ts'

/** An option as the table of commands has it; help and parsing are made from that alone. */
export interface Option {
  /** `flag` takes no value; `list` may be given again; `words` takes all words up to the next option. */
  readonly kind: 'flag' | 'text' | 'list' | 'words'
  /** What stands for its value in the help: `FILE`. */
  readonly value?: string
  readonly short?: string
  readonly default?: string
  readonly help: string
}

export type Options = Readonly<Record<string, Option>>

/** One command of the command line. */
export interface Command {
  readonly name: string
  /** What it does, in a few words. */
  readonly summary: string
  readonly usage: readonly string[]
  /** What a reader should know before the options; lines. */
  readonly about: readonly string[]
  /** Whether it takes words beside its options. */
  readonly operands: boolean
  readonly options: Options
  readonly examples: readonly (readonly [what: string, line: string])[]
  /** Loaded when it is called: nobody waits for what they have not asked for. */
  readonly load: () => Promise<Act>
}

/** What a command is called with. */
export interface Given {
  readonly operands: readonly string[]
  flag(name: string): boolean
  /** The value, else its default; undefined: neither. */
  text(name: string): string | undefined
  /** The value; throws INPUT where it is missing or empty. */
  need(name: string): string
  list(name: string): readonly string[]
}

/** Does the command's work and gives the exit code. */
export type Act = (given: Given, terminal: Terminal) => Promise<number>
