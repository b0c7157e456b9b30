// What the module exports; core/jtl/engine/engine.ts is its typed face.
import { clear, MASK, REACH, reserve, WINDOW } from './memory.as'
import { setUpDigits } from './digits.as'
import { resetNames } from './names.as'
import { beginRun, bytesRead, endRun, readRows, stopped } from './rows.as'
import { scan } from './scan.as'
import { resetTallies } from './tally.as'

export { CELL_ERRORS, CELL_SUCCESSES, CELL_THREADS } from './cell.as'
export { setColumn, setWidth } from './columns.as'
export { countIn, FINE_PAGES, listCounts } from './histogram.as'
export { ENDS, FAILURE_LIST, REACH, WINDOW } from './memory.as'
export { BYTES as NAME_BYTES, failuresListed, NAME_COUNT, NAME_LENGTH, NAME_SPLIT, NAME_TALLY } from './names.as'
export {
  bytesRead,
  bytesSum,
  elapsedSum,
  learnLabel,
  linesBefore,
  linesRead,
  multiLineAt,
  rowsRead,
  sentSum,
  stopped,
} from './rows.as'
export { countNarrow, listNarrow } from './narrow.as'
export { setDelimiter } from './scan.as'
export { CELLS, CONNECT, createTally, expectAt, FAILED, high, keepOne, LAG, LATENCY, low, settle, SUCCESSES, width } from './tally.as'
export { TALLY_BYTES, TALLY_ELAPSED, TALLY_FIRST, TALLY_LAST, TALLY_MAX, TALLY_MIN, TALLY_SENT } from './tally.as'

/** Scanned at once: so little that the positions are still in the processor's nearest cache when they are read. */
const BLOCK: u32 = 1 << 15

/** Scanned first where the last run soon ended at a row that it does not read: perhaps every other row is one. */
const SMALL_BLOCK: u32 = 1 << 11

let first: u32 = BLOCK

/** Counts the plain rows of these bytes of the window, the first of which begins a row. */
export function run(offset: u32, length: u32): void {
  memory.fill(MASK, 255, 32)
  beginRun()
  setUpDigits()
  let left = length
  let block = min(left, first)
  while (block > 0) {
    const at = WINDOW + offset + bytesRead
    scan(at, block)
    const read = readRows(at)
    const seenAll = block == left || (block == REACH && read == 0)
    left -= read
    // A row that is longer than a block is looked at with more, and with all that there is in the end.
    block = stopped != 0 || seenAll ? 0 : min(left, read > 0 ? BLOCK : min(block << 3, REACH))
  }
  first = stopped == 1 && bytesRead < BLOCK ? SMALL_BLOCK : BLOCK
  endRun()
}

/** Makes room for what may be learnt before the next run, so that views of the memory stay valid until then. */
export function prepare(): void {
  reserve(1 << 16)
}

export function reset(): void {
  clear()
  resetTallies()
  resetNames()
  first = BLOCK
}
