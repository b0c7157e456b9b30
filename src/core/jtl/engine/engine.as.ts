// What the module exports; core/jtl/engine/engine.ts is its typed face.
import { clear, reserve, WINDOW } from './memory.as'
import { readRows, resetRows } from './rows.as'
import { scan } from './scan.as'
import { resetTallies } from './tally.as'

export { setColumn, setWidth } from './columns.as'
export { COARSE_PAGES, FINE_PAGES } from './histogram.as'
export { REACH, WINDOW } from './memory.as'
export {
  bytesRead,
  bytesSum,
  clearLive,
  elapsedSum,
  learnFailure,
  learnLabel,
  linesRead,
  live,
  liveErrors,
  rowsRead,
  sentSum,
  stopped,
} from './rows.as'
export { setDelimiter } from './scan.as'
export { CELLS, CONNECT, createTally, FAILED, high, LAG, LATENCY, low, SUCCESSES, width } from './tally.as'

/** Counts the plain rows of these bytes of the window, the first of which begins a row. */
export function run(offset: u32, length: u32): void {
  scan(WINDOW + offset, length)
  readRows(WINDOW + offset)
}

/** Makes room for what may be learnt before the next run, so that views of the memory stay valid until then. */
export function prepare(): void {
  reserve(1 << 16)
}

export function reset(): void {
  clear()
  resetTallies()
  resetRows()
}
