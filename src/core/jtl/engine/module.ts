import { ENGINE } from './wasm.ts'

interface Value<T> {
  readonly value: T
}

/** What engine.as.ts exports. Addresses are offsets in the memory; fields of a Name, Tally or Cell, offsets from its own. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly WINDOW: Value<number>
  readonly ENDS: Value<number>
  readonly FAILURE_LIST: Value<number>
  readonly NAME_BYTES: Value<number>
  readonly NAME_TALLY: Value<number>
  readonly NAME_LENGTH: Value<number>
  readonly NAME_SPLIT: Value<number>
  readonly NAME_COUNT: Value<number>
  readonly failuresListed: Value<number>
  readonly TALLY_ELAPSED: Value<number>
  readonly TALLY_BYTES: Value<number>
  readonly TALLY_SENT: Value<number>
  readonly TALLY_FIRST: Value<number>
  readonly TALLY_LAST: Value<number>
  readonly TALLY_MIN: Value<number>
  readonly TALLY_MAX: Value<number>
  readonly SUCCESSES: Value<number>
  readonly FAILED: Value<number>
  readonly LAG: Value<number>
  readonly LATENCY: Value<number>
  readonly CONNECT: Value<number>
  readonly CELLS: Value<number>
  readonly CELL_ERRORS: Value<number>
  readonly CELL_THREADS: Value<number>
  readonly CELL_SUCCESSES: Value<number>
  readonly FINE_PAGES: Value<number>
  readonly bytesRead: Value<number>
  readonly rowsRead: Value<number>
  readonly linesRead: Value<number>
  readonly multiLineAt: Value<number>
  readonly linesBefore: Value<number>
  readonly stopped: Value<number>
  readonly elapsedSum: Value<number>
  readonly bytesSum: Value<number>
  readonly sentSum: Value<number>
  readonly width: Value<bigint>
  readonly low: Value<bigint>
  readonly high: Value<bigint>
  setDelimiter(byte: number): void
  setWidth(columns: number): void
  setColumn(which: number, column: number): void
  run(offset: number, length: number): void
  prepare(): void
  expectAt(time: number): void
  keepOne(): void
  createTally(): number
  learnLabel(tally: number): void
  settle(tally: number): void
  countNarrow(narrow: number): number
  listNarrow(narrow: number): number
  countIn(table: number, pages: number): number
  listCounts(pages: number, table: number, other: number): number
  reset(): void
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
}

// The language's own, but TypeScript knows it of browsers alone.
const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly

let compiled: object | undefined

/** The engine's module, compiled once; another thread can be given it. */
export function engineModule(): object {
  compiled ??= new Module(Buffer.from(ENGINE, 'base64'))
  return compiled
}

/** Takes the module that another thread has compiled for all engines of this one. */
export function useEngineModule(module: object): void {
  compiled = module
}

/** A new engine. */
export function instantiate(): Exports {
  return new Instance(engineModule()).exports as Exports
}
