// Byte strings with what they stand for: raw labels with their tallies, raw failures with their counts.
import { allocate, FAILURE_LIST, FAILURE_SLOTS, FAILURES, LABEL_SLOTS, LABELS, MASK } from './memory.as'

/** The bytes come after it. */
@unmanaged
export class Name {
  hash: u64
  /** A label's: its tally. A failure's: the tally of the label that failed. */
  tally: u32
  length: u32
  /** Of a failure: where the message begins in its bytes. Of a label: whether it is a transaction's. */
  split: u32
  /** How often a failure came, and whether it ever did. */
  count: u32
  listed: u32
}
export const BYTES: u32 = 32
export const NAME_TALLY: u32 = offsetof<Name>('tally')
export const NAME_LENGTH: u32 = offsetof<Name>('length')
export const NAME_SPLIT: u32 = offsetof<Name>('split')
export const NAME_COUNT: u32 = offsetof<Name>('count')
/** Failures beyond these many are left to the plain reader, which is slower and knows them all. */
const MAX_FAILURES: u32 = 4000

/** How many are known, and how many of these are listed: those that were counted, in the order in which they first were. */
let failuresKnown: u32 = 0
export let failuresListed: u32 = 0

export function resetNames(): void {
  failuresKnown = 0
  failuresListed = 0
}

const PRIME: u64 = 0x9e3779b97f4a7c15
const OTHER_PRIME: u64 = 0xc2b2ae3d27d4eb4f

@inline
function mix(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * PRIME
  return product ^ (product >> 32)
}

/** The first 16 or fewer of `length` bytes, with zeros after them; without a branch. */
@inline
function firstBytes(at: u32, length: u32): v128 {
  return v128.and(v128.load(at), v128.load(MASK + 32 - min<u32>(length, 32)))
}

/** The 16 bytes after those. */
@inline
function nextBytes(at: u32, length: u32): v128 {
  return v128.and(v128.load(at, 16), v128.load(MASK + 48 - min<u32>(length, 32)))
}

/** Of all bytes, since names often differ in the middle alone; of those beyond 32 where there are any. */
@inline
function hashOf(first: v128, next: v128, at: u32, length: u32, seed: u64): u64 {
  const both = i64x2.add(first, i64x2.add(next, i64x2.shl(next, 5)))
  let hash = (<u64>i64x2.extract_lane(both, 0) ^ (seed + (<u64>length << 40))) * PRIME
  hash ^= <u64>i64x2.extract_lane(both, 1) * OTHER_PRIME
  if (length > 32) hash = hashRest(at, length, hash)
  return hash ^ (hash >> 32)
}

function hashRest(at: u32, length: u32, seed: u64): u64 {
  const last = at + length - 8
  let hash = seed
  for (let word = at + 32; word < last; word += 8) hash = mix(hash, load<u64>(word))
  return mix(hash, load<u64>(last))
}

/** Whether these are the bytes of a name, after which its memory has zeros. */
@inline
function isNamed(name: u32, first: v128, next: v128, at: u32, length: u32): bool {
  const differ = v128.or(v128.xor(v128.load(name, BYTES), first), v128.xor(v128.load(name, BYTES + 16), next))
  return !v128.any_true(differ) && (length <= 32 || sameRest(name + BYTES, at, length))
}

@inline
function same(a: u32, b: u32, length: u32): bool {
  const first = v128.xor(firstBytes(a, length), firstBytes(b, length))
  const next = v128.xor(nextBytes(a, length), nextBytes(b, length))
  return !v128.any_true(v128.or(first, next)) && (length <= 32 || sameRest(a, b, length))
}

function sameRest(a: u32, b: u32, length: u32): bool {
  const last = length - 8
  for (let i: u32 = 32; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false
  return load<u64>(a + last) == load<u64>(b + last)
}

/** Where the search for a raw label begins. */
@inline
export function labelSlot(at: u32, length: u32): u32 {
  return <u32>hashOf(firstBytes(at, length), nextBytes(at, length), at, length, 0)
}

/** The tally of a raw label that is sought from a slot on; 0 where it is not known. Samples and transactions are told apart. */
@inline
export function tallyOf(first: u32, at: u32, length: u32, transaction: u32): u32 {
  const begin = firstBytes(at, length)
  const next = nextBytes(at, length)
  let slot = first
  while (true) {
    const address = load<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2))
    if (address == 0) return 0
    const name = changetype<Name>(address)
    const alike = name.length == length && name.split == transaction
    if (alike && isNamed(address, begin, next, at, length)) return name.tally
    slot++
  }
}

export function addLabel(at: u32, length: u32, transaction: u32, tally: u32): void {
  let slot = labelSlot(at, length)
  const address = allocate(BYTES + length + 32)
  const name = changetype<Name>(address)
  name.tally = tally
  name.length = length
  name.split = transaction
  memory.copy(address + BYTES, at, length)
  while (load<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2)) != 0) slot++
  store<u32>(LABELS + ((slot & (LABEL_SLOTS - 1)) << 2), address)
}

/** What was sought last: the label's tally, and code and message, raw; the two need not lie side by side. */
let failed: u32 = 0
let code: u32 = 0
let codeLength: u32 = 0
let message: u32 = 0
let messageLength: u32 = 0

/** The failure of a label with these texts, of which none is long; 0 where there are too many others. */
export function failureOf(tally: u32, c: u32, cLength: u32, m: u32, mLength: u32): u32 {
  failed = tally
  code = c
  codeLength = cLength
  message = m
  messageLength = mLength
  const slot = failureSlot()
  const known = load<u32>(slot)
  return known != 0 || failuresKnown == MAX_FAILURES ? known : addFailure(slot)
}

function failureHash(): u64 {
  const seed = hashOf(firstBytes(code, codeLength), nextBytes(code, codeLength), code, codeLength, failed)
  const first = firstBytes(message, messageLength)
  return hashOf(first, nextBytes(message, messageLength), message, messageLength, seed)
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

function addFailure(slot: u32): u32 {
  const address = allocate(BYTES + codeLength + messageLength + 32)
  const name = changetype<Name>(address)
  name.hash = failureHash()
  name.tally = failed
  name.split = codeLength
  name.length = codeLength + messageLength
  memory.copy(address + BYTES, code, codeLength)
  memory.copy(address + BYTES + codeLength, message, messageLength)
  store<u32>(slot, address)
  failuresKnown++
  return address
}

/** Counts one. */
export function countFailure(failure: u32): void {
  const name = changetype<Name>(failure)
  name.count++
  if (name.listed != 0) return
  name.listed = 1
  store<u32>(FAILURE_LIST + (failuresListed << 2), failure)
  failuresListed++
}
