// Whole numbers of 1 to 8 digits: eight bytes are read at once, and four numbers are worked out at once.

const ZEROS: u64 = 0x3030303030303030
/** What no digits are. */
export const NO_DIGITS: u64 = 0x8080808080808080

// Variables, for V8 would make constants anew at every use; engine.as.ts sets them.
let notDigits: v128 = i8x16.splat(0)
let tens: v128 = i8x16.splat(0)
let units: v128 = i8x16.splat(0)
let hundreds: v128 = i8x16.splat(0)
let myriads: v128 = i8x16.splat(0)

export function setUpDigits(): void {
  notDigits = i8x16.splat(118)
  tens = i16x8.splat(10)
  units = i16x8.splat(255)
  hundreds = i16x8(100, 1, 100, 1, 100, 1, 100, 1)
  myriads = i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1)
}

/** The values of the digits of a field of 1 to 8 bytes, a byte each and zeros before them. */
@inline
export function digitsOf(at: u32, length: u32): u64 {
  return (load<u64>(at) ^ ZEROS) << (64 - (<u64>length << 3))
}

/** Whether one of these bytes is no digit. */
@inline
export function anyWrong(bytes: v128): bool {
  return i8x16.bitmask(i8x16.add_sat_u(bytes, notDigits)) != 0
}

/** The values of two and two numbers: pairs of digits, then fours, then all. */
@inline
export function valuesOf(a: v128, b: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours(a), fours(b)), myriads)
}

@inline
function fours(digits: v128): v128 {
  const pairs = i16x8.add(i16x8.mul(v128.and(digits, units), tens), i16x8.shr_u(digits, 8))
  return i32x4.dot_i16x8_s(pairs, hundreds)
}

/** What no number is, of eight digits. */
export const NO_VALUE: u32 = 0xffffffff

/** The value of the digits of one number; NO_VALUE where one is none. */
@inline
export function valueOf(digits: u64): u32 {
  const both = i64x2.splat(digits)
  return anyWrong(both) ? NO_VALUE : <u32>i32x4.extract_lane(valuesOf(both, both), 0)
}
