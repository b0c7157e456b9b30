// Whole numbers of 1 to 8 digits, read eight bytes at a time.

const ZEROS: u64 = 0x3030303030303030
/** The high bits, one of which is set in `wrongDigits` where a byte is no digit. */
export const HIGH_BITS: u64 = 0x8080808080808080
/** What no digits are. */
export const NO_DIGITS: u64 = HIGH_BITS

/** The values of the digits of a field of 1 to 8 bytes, a byte each and zeros before them. */
// @ts-ignore: decorator
@inline
export function digitsOf(at: u32, length: u32): u64 {
  return (load<u64>(at) ^ ZEROS) << (64 - (<u64>length << 3))
}

// @ts-ignore: decorator
@inline
export function wrongDigits(digits: u64): u64 {
  return digits | (digits + 0x7676767676767676)
}

/** Their value: pairs, then fours, then all, by multiplication. */
// @ts-ignore: decorator
@inline
export function valueOf(digits: u64): u32 {
  const pairs = digits * 10 + (digits >> 8)
  const high = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  const low = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001
  return <u32>((high + low) >> 32)
}
