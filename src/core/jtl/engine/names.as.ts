// Byte strings with what they stand for: raw labels with their tallies, raw failures with their counts.
import { allocate, FAILURE_SLOTS, FAILURES, LABEL_SLOTS, LABELS } from './memory.as'

/** The bytes come after it. */
// @ts-ignore: decorator
@unmanaged
export class Name {
  hash: u64
  /** A label's: its tally. A failure's: the tally of the label that failed. */
  tally: u32
  length: u32
  /** Of a failure: where the message begins in its bytes. Of a label: whether it is a transaction's. */
  split: u32
  /** How often a failure came. */
  count: u32
}
const BYTES: u32 = 24

const PRIME: u64 = 0x9e3779b97f4a7c15

// @ts-ignore: decorator
@inline
function mix(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * PRIME
  return product ^ (product >> 32)
}

/** Of all bytes, since names often differ in the middle alone. */
// @ts-ignore: decorator
@inline
export function hashOf(at: u32, length: u32, seed: u64): u64 {
  let hash = seed ^ (<u64>length << 32)
  if (length < 8) return mix(hash, length ? load<u64>(at) << <u64>(64 - 8 * length) : 0)
  const last = at + length - 8
  for (let word = at; word < last; word += 8) hash = mix(hash, load<u64>(word))
  return mix(hash, load<u64>(last))
}

// @ts-ignore: decorator
@inline
function same(a: u32, b: u32, length: u32): bool {
  let i: u32 = 0
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false
  for (; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false
  return true
}

/** The tally of a raw label; 0 where it is not known. Samples and transactions are told apart. */
// @ts-ignore: decorator
@inline
export function tallyOf(at: u32, length: u32, transaction: u32): u32 {
  const hash = hashOf(at, length, transaction)
  let slot = <u32>hash
  while (true) {
    const address = load<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2))
    if (address == 0) return 0
    const name = changetype<Name>(address)
    const alike = name.hash == hash && name.length == length && name.split == transaction
    if (alike && same(address + BYTES, at, length)) return name.tally
    slot++
  }
}

export function addLabel(at: u32, length: u32, transaction: u32, tally: u32): void {
  const hash = hashOf(at, length, transaction)
  const address = allocate(BYTES + length + 8)
  const name = changetype<Name>(address)
  name.hash = hash
  name.tally = tally
  name.length = length
  name.split = transaction
  memory.copy(address + BYTES, at, length)
  let slot = <u32>hash
  while (load<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2)) != 0) slot++
  store<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2), address)
}

/** What was sought last: the label's tally, and code and message, raw; the two need not lie side by side. */
let failed: u32 = 0
let code: u32 = 0
let codeLength: u32 = 0
let message: u32 = 0
let messageLength: u32 = 0

/** The failure of a label with these texts; 0 where it is not known. */
export function failureOf(tally: u32, c: u32, cLength: u32, m: u32, mLength: u32): u32 {
  failed = tally
  code = c
  codeLength = cLength
  message = m
  messageLength = mLength
  return load<u32>(failureSlot())
}

function failureHash(): u64 {
  return hashOf(message, messageLength, hashOf(code, codeLength, failed))
}

/** The slot where it is, or would be. */
function failureSlot(): u32 {
  const hash = failureHash()
  let i = <u32>hash
  while (true) {
    const slot = FAILURES + ((i++ & (FAILURE_SLOTS - 1)) << 2)
    const address = load<u32>(slot)
    if (address == 0) return slot
    const name = changetype<Name>(address)
    if (name.hash != hash || name.tally != failed || name.split != codeLength) continue
    if (name.length != codeLength + messageLength || !same(address + BYTES, code, codeLength)) continue
    if (same(address + BYTES + codeLength, message, messageLength)) return slot
  }
}

/** Adds the failure that was sought last and not found. */
export function addFailure(): u32 {
  const slot = failureSlot()
  const address = allocate(BYTES + codeLength + messageLength + 8)
  const name = changetype<Name>(address)
  name.hash = failureHash()
  name.tally = failed
  name.split = codeLength
  name.length = codeLength + messageLength
  memory.copy(address + BYTES, code, codeLength)
  memory.copy(address + BYTES + codeLength, message, messageLength)
  store<u32>(slot, address)
  return address
}
