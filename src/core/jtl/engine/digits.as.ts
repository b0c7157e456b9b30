// Whole numbers of 1 to 8 digits, read eight bytes at a time.

export const ZEROS: u64 = 0x3030303030303030
/** The high bits, one of which is set in `wrongDigits` where a byte is no digit. */
export const HIGH_BITS: u64 = 0x8080808080808080

/** The bytes of a field of 1 to 8 bytes with zeros before them, as one number. */
// @ts-ignore: decorator
@inline
export function digitsOf(at: u32, length: u32): u64 {
  const bits = <u64>length << 3
  return (load<u64>(at) << (64 - bits)) | (ZEROS >> (bits - 8) >> 8)
}

// @ts-ignore: decorator
@inline
export function wrongDigits(digits: u64): u64 {
  return (digits + 0x4646464646464646) | (digits - ZEROS)
}

/** Eight digits' value: pairs, then fours, then all, by multiplication. */
// @ts-ignore: decorator
@inline
export function valueOf(digits: u64): u32 {
  const ones = digits - ZEROS
  const pairs = ones * 10 + (ones >> 8)
  const high = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  const low = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001
  return <u32>((high + low) >> 32)
}
