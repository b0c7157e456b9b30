// A slice of a label.
import { allocate } from './memory.as'
import { moveNarrow, NARROW_BYTES } from './narrow.as'

/** The counts of its successes are after it. */
@unmanaged
export class Cell {
  errors: u32
  threads: u32
  /** Among those that are free. */
  next: u32
}
export const CELL_ERRORS: u32 = offsetof<Cell>('errors')
export const CELL_THREADS: u32 = offsetof<Cell>('threads')
export const CELL_SUCCESSES: u32 = 16

let freeCells: u32 = 0

export function resetCells(): void {
  freeCells = 0
}

export function createCell(): u32 {
  const cell = freeCells
  if (cell == 0) return allocate(CELL_SUCCESSES + NARROW_BYTES)
  freeCells = changetype<Cell>(cell).next
  return cell
}

/** Adds one cell to another, and frees it. */
export function moveCell(from: u32, to: u32): void {
  const cell = changetype<Cell>(from)
  const into = changetype<Cell>(to)
  into.errors += cell.errors
  into.threads = max(into.threads, cell.threads)
  cell.errors = 0
  cell.threads = 0
  moveNarrow(from + CELL_SUCCESSES, to + CELL_SUCCESSES)
  cell.next = freeCells
  freeCells = from
}
