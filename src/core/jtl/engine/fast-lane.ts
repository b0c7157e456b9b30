import type { Window } from '../window.ts'
import type { Engine, Stop } from './engine.ts'

interface Options {
  readonly engine: Engine
  /** Whether all sums stay exact, whatever the engine counts in a run. */
  readonly canRun: () => boolean
  /** The engine has counted rows. */
  readonly counted: () => void
}

/** So many rows are read without the engine at most, before it is asked anew. */
const LONGEST_PAUSE = 64

/** When to ask the engine: the more often it was of no use, the more rows go by until the next time. */
export class FastLane {
  readonly engine: Engine
  readonly #options: Options
  #pause = 0
  #rows = 0

  constructor(options: Options) {
    this.engine = options.engine
    this.#options = options
  }

  /** Whether to ask it, at the beginning of a row. */
  isOpen(): boolean {
    return (this.#rows === 0 || --this.#rows < 0) && this.#options.canRun()
  }

  run(window: Window): Stop {
    const stop = this.engine.run(window.row, window.length)
    const useful = stop !== 'odd' || this.engine.rows > 0
    if (this.engine.rows > 0) this.#options.counted()
    this.#pause = useful ? 0 : Math.min(LONGEST_PAUSE, 2 * this.#pause + 1)
    this.#rows = this.#pause
    return stop
  }
}
