import { mergeHistograms } from '../../stats/merge-histograms.ts'
import { NO_COUNTS, SparseHistogram } from '../../stats/sparse-histogram.ts'
import type { LabelBlock, Slice, Slices } from '../../summary.ts'
import { BARE } from '../bare.ts'
import type { FailureTally } from '../failures.ts'
import { slicePacker } from '../packed-slices.ts'
import { textOf } from '../record.ts'
import type { Engine } from './engine.ts'
import { failureAt, headAt } from './layout.ts'

const RING = 128
/** Names beyond these many are left to the plain reader, which is slower and knows them all. */
const MAX_LABELS = 4000
const MAX_NAME = 1000

/** A failure that the engine counts, and where the count is. */
interface Counter {
  readonly address: number
  readonly failures: FailureTally
  readonly code: string
  readonly message: string
}

interface Owner {
  readonly failures: FailureTally
}

/** Where the engine keeps what it has counted, and for whom. */
export class EngineTallies {
  readonly #engine: Engine
  readonly #addresses = new Map<Owner, number>()
  readonly #owners = new Map<number, Owner>()
  readonly #counters: Counter[] = []
  /** Of the addresses those of samples, and what of them was told already. */
  readonly #samples = new Set<number>()
  #told = { errors: 0, successes: NO_COUNTS }
  #labels = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Counts the label at which the engine stopped for this owner from now on. */
  learnLabel(owner: Owner, { rawLength, transaction }: { rawLength: number; transaction: boolean }): void {
    if (this.#labels >= MAX_LABELS || rawLength > MAX_NAME) return
    const address = this.#addresses.get(owner) ?? this.#engine.exports.createTally() >>> 0
    this.#addresses.set(owner, address)
    this.#owners.set(address, owner)
    if (!transaction) this.#samples.add(address)
    this.#engine.exports.learnLabel(address)
    this.#labels++
  }

  /** Adds the failures that the engine has met since, in the order in which it met them, to whom they belong. */
  learnFailures(): void {
    const { FAILURE_LIST, failuresListed } = this.#engine.exports
    const memory = this.#words()
    for (let i = this.#counters.length; i < failuresListed.value; i++) {
      const counter = this.#counter(memory[(FAILURE_LIST.value >> 2) + i]!)
      this.#counters.push(counter)
      settle(counter, memory)
    }
  }

  /** Moves what failures the engine has counted to whom they belong. */
  settleFailures(): void {
    this.learnFailures()
    const memory = this.#words()
    for (const counter of this.#counters) settle(counter, memory)
  }

  #counter(name: number): Counter {
    const { tally, code, message, counter } = failureAt(name, this.#engine.exports)
    const { failures } = this.#owners.get(tally)!
    return { address: counter, failures, code: textOf(code), message: textOf(message) }
  }

  /** What the engine has counted for an owner, but for failures; undefined: nothing. */
  block(owner: Owner, { label, slices }: { label: string; slices: boolean }): LabelBlock | undefined {
    const tally = this.#addresses.get(owner)
    if (tally === undefined) return undefined
    const { SUCCESSES, FAILED, FINE_PAGES, countIn, settle } = this.#engine.exports
    settle(tally)
    const [successes, failed] = [tally + SUCCESSES.value, tally + FAILED.value]
    const errors = countIn(failed, FINE_PAGES.value)
    const count = countIn(successes, FINE_PAGES.value) + errors
    if (count === 0) return undefined
    const all = this.#histogram(FINE_PAGES.value, successes, failed)
    const rest = slices ? this.#rest(tally) : BARE
    return { label, count, errors, ...headAt(tally, this.#engine.exports), failures: [], all, ...rest }
  }

  #rest(tally: number) {
    const { SUCCESSES, LAG, LATENCY, CONNECT, FINE_PAGES, listNarrow } = this.#engine.exports
    const fine = (table: { value: number }) => this.#histogram(FINE_PAGES.value, tally + table.value)
    const coarse = (narrow: { value: number }) => this.#listed(listNarrow(tally + narrow.value))
    const [latency, connect] = [coarse(LATENCY), coarse(CONNECT)]
    return { successes: fine(SUCCESSES), lag: fine(LAG), latency, connect, slices: this.#slices(tally) }
  }

  /** What came since the last call, but for transactions: what has come until now, less what had come by then. */
  takeLive(): { readonly errors: number; readonly successes: SparseHistogram } {
    const { SUCCESSES, FAILED, FINE_PAGES, countIn, settle } = this.#engine.exports
    const successes: SparseHistogram[] = []
    let errors = 0
    for (const tally of this.#samples) {
      settle(tally)
      successes.push(this.#histogram(FINE_PAGES.value, tally + SUCCESSES.value))
      errors += countIn(tally + FAILED.value, FINE_PAGES.value)
    }
    const before = this.#told
    this.#told = { errors, successes: mergeHistograms(successes) }
    return { errors: errors - before.errors, successes: less(this.#told.successes, before.successes) }
  }

  #words(): Uint32Array {
    return new Uint32Array(this.#engine.exports.memory.buffer)
  }

  /** What one table counts, or two together. */
  #histogram(pages: number, table: number, other = 0): SparseHistogram {
    return this.#listed(this.#engine.exports.listCounts(pages, table, other))
  }

  /** So many buckets with their counts, as the engine has listed them. */
  #listed(buckets: number): SparseHistogram {
    return new SparseHistogram(this.#list(buckets).slice())
  }

  /** So many buckets, each with its count after it, until the engine lists others. */
  #list(buckets: number): Uint32Array {
    const { ENDS, memory } = this.#engine.exports
    return new Uint32Array(memory.buffer, ENDS.value, 2 * buckets)
  }

  /** Packed at once: there are many, and all of them as lists would need much memory. */
  #slices(tally: number): Slices {
    const { CELLS, CELL_SUCCESSES, countNarrow, listNarrow, low, high, width } = this.#engine.exports
    const { CELL_ERRORS, CELL_THREADS } = this.#engine.exports
    const words = this.#words()
    const widthMs = Number(width.value)
    const [errorsAt, threadsAt] = [CELL_ERRORS.value >> 2, CELL_THREADS.value >> 2]
    const pack = slicePacker()
    const slices: Slice[] = []
    for (let slice = Number(low.value); slice <= Number(high.value); slice++) {
      const cell = words[((tally + CELLS.value) >>> 2) + (slice % RING)]!
      if (cell === 0) continue
      const [errors, threads] = [words[(cell >>> 2) + errorsAt]!, words[(cell >>> 2) + threadsAt]!]
      const count = countNarrow(cell + CELL_SUCCESSES.value) + errors
      const list = this.#list(listNarrow(cell + CELL_SUCCESSES.value))
      slices.push(pack({ at: slice * widthMs, count, errors, threads }, list))
    }
    return { widthMs, slices }
  }
}

function settle({ address, failures, code, message }: Counter, memory: Uint32Array): void {
  const count = memory[address >>> 2]!
  if (count > 0) failures.add(code, message, count)
  memory[address >>> 2] = 0
}

/** What a histogram counts beyond what it counted before. */
function less(now: SparseHistogram, before: SparseHistogram): SparseHistogram {
  const since = new Float64Array(now.flat.length)
  let [at, length] = [0, 0]
  now.each((bucket, count) => {
    const known = before.flat[at] === bucket ? before.flat[at + 1]! : 0
    if (known > 0) at += 2
    if (count === known) return
    since[length++] = bucket
    since[length++] = count - known
  })
  return new SparseHistogram(since.slice(0, length))
}
