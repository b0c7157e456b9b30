/** So many rows are read without the engine at most, before it is asked anew. */
const LONGEST_PAUSE = 64

/** When to ask the engine: the more often it was of no use, the more rows go by until the next time. */
export class Pace {
  #pause = 0
  #rows = 0

  /** Whether it is time, at the beginning of a row. */
  isDue(): boolean {
    return this.#rows === 0 || --this.#rows < 0
  }

  /** The engine was asked. */
  note(useful: boolean): void {
    this.#pause = useful ? 0 : Math.min(LONGEST_PAUSE, 2 * this.#pause + 1)
    this.#rows = this.#pause
  }
}
