// Finds every delimiter and line end outside quotes, 64 bytes at a time.
import { ENDS, INNER, ROWS } from './memory.as'

// Sixteen times each byte that is sought. Variables, for V8 would make constants anew at every use.
let delimiter: v128 = i8x16.splat(44)
let lineFeed: v128 = i8x16.splat(10)
let quote: v128 = i8x16.splat(34)
/** What the last scan found: how many rows end in it, how many line ends stand within quotes, and whether a quote is misplaced. */
export let rows: u32 = 0
export let inner: u32 = 0
export let misplaced: bool = false

export function setDelimiter(byte: u8): void {
  delimiter = i8x16.splat(byte)
  lineFeed = i8x16.splat(10)
  quote = i8x16.splat(34)
}

@inline
function mask(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, byte))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(b, byte))) << 16) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(c, byte))) << 32) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(d, byte))) << 48)
  )
}

/** Each bit is the parity of the bits up to it: from an opening quote until before its closing one. */
@inline
function parity(quotes: u64): u64 {
  let bits = quotes
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  return bits ^ (bits << 32)
}

/** Carriage returns at `at` that a line feed follows. */
function lineEndings(at: u32): u64 {
  const CR = i8x16.splat(13)
  const LF = i8x16.splat(10)
  const returns = mask(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), CR)
  return returns & mask(v128.load(at, 1), v128.load(at, 17), v128.load(at, 33), v128.load(at, 49), LF)
}

@inline
function put(list: u32, base: u32, bits: u64): u32 {
  let at = list
  for (let left = bits; left != 0; left &= left - 1) {
    store<u32>(at, base + <u32>ctz(left))
    at += 4
  }
  return at
}

/** Twelve positions without a branch, whether they are there or not, and the others one by one: of 64 bytes there are rarely more. */
@inline
function putAll(list: u32, base: u32, bits: u64, count: u32): void {
  let left = bits
  store<u32>(list, base + <u32>ctz(left))
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 4)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 8)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 12)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 16)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 20)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 24)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 28)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 32)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 36)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 40)
  left &= left - 1
  store<u32>(list, base + <u32>ctz(left), 44)
  left &= left - 1
  if (count > 12) put(list + 48, base, left)
}

/** Which of the positions `all` end rows. */
function putRows(list: u32, base: u32, lines: u64, all: u64): void {
  let at = list
  for (let left = lines; left != 0; left &= left - 1) {
    store<u32>(at, base + <u32>popcnt(all & ((left & (0 - left)) - 1)))
    at += 4
  }
}

/**
 * Scans `length` bytes from the beginning of a row. Quotes may open after a delimiter, a line end or a closing quote
 * alone, and close before one; at one that does neither the scan ends, for it would be wrong about all that follows.
 */
export function scan(start: u32, length: u32): void {
  const DELIMITER = delimiter
  const LF = lineFeed
  const QUOTE = quote
  let ends = ENDS
  let rowList = ROWS
  let innerList = INNER
  let inside: u64 = 0
  let opening: u64 = 1
  let closed: u64 = 0
  misplaced = false
  for (let i: u32 = 0; i < length && !misplaced; i += 64) {
    const at = start + i
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    let delimiters = mask(a, b, c, d, DELIMITER)
    let lines = mask(a, b, c, d, LF)
    const either = v128.or(v128.or(i8x16.eq(a, QUOTE), i8x16.eq(b, QUOTE)), v128.or(i8x16.eq(c, QUOTE), i8x16.eq(d, QUOTE)))
    let quotes: u64 = 0
    if (v128.any_true(either)) quotes = mask(a, b, c, d, QUOTE)
    if (length - i < 64) {
      const known = (<u64>1 << <u64>(length - i)) - 1
      delimiters &= known
      lines &= known
      quotes &= known
    }
    let border = delimiters | lines
    if ((quotes | inside | closed) != 0) {
      border |= quotes
      const within = parity(quotes) ^ inside
      const closing = quotes & ~within
      let wrong = quotes & within & ~((border << 1) | opening)
      let open = ((closing << 1) | closed) & ~border
      if (length - i < 64) open &= (<u64>1 << <u64>(length - i)) - 1
      if (open != 0) wrong |= open & ~lineEndings(at)
      if (wrong != 0) {
        misplaced = true
        const before = (wrong & (0 - wrong)) - 1
        delimiters &= before
        lines &= before
      }
      innerList = put(innerList, i, lines & within)
      inside = <u64>(<i64>within >> 63)
      closed = closing >> 63
      delimiters &= ~within
      lines &= ~within
    }
    opening = border >> 63
    const all = delimiters | lines
    const base = (ends - ENDS) >> 2
    // Most blocks hold one row end or none.
    store<u32>(rowList, base + <u32>popcnt(all & ((lines & (0 - lines)) - 1)))
    const found = <u32>popcnt(lines)
    if (found > 1) putRows(rowList, base, lines, all)
    rowList += found << 2
    const count = <u32>popcnt(all)
    putAll(ends, i, all, count)
    ends += count << 2
  }
  rows = (rowList - ROWS) >> 2
  inner = (innerList - INNER) >> 2
}
