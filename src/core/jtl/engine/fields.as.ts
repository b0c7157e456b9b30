// What the fields of a row say, each on its own.
import { cCode, cFailure, cMessage, cSamples, cSuccess, cType, cUrl, from, to } from './columns.as'
import { digitsOf, NO_DIGITS } from './digits.as'
import { failureOf } from './names.as'

const QUOTE: u8 = 34
const TRUE: u32 = 0x65757274
const ALSE: u32 = 0x65736c61
const NULL: u32 = 0x6c6c756e

/** The digits of a number (digits.as.ts): no digits where it has none or more than eight; zeros where there is no such column. */
@inline
export function numberIn(window: u32, fields: u32, column: i32): u64 {
  if (column < 0) return 0
  const at = from(fields, column)
  const length = to(fields, column) - at
  return length - 1 < 8 ? digitsOf(window + at, length) : NO_DIGITS
}

/** 1 true, 0 false, 2 neither. */
@inline
export function successIn(window: u32, fields: u32): u32 {
  const at = from(fields, cSuccess)
  const length = to(fields, cSuccess) - at
  const word = load<u32>(window + at)
  if (length == 4 && word == TRUE) return 1
  return length == 5 && (word & 0xff) == 102 && load<u32>(window + at, 1) == ALSE ? 0 : 2
}

/** Whether the row stands for one sample. */
export function isOne(window: u32, fields: u32): bool {
  const at = from(fields, cSamples)
  return to(fields, cSamples) - at == 1 && load<u8>(window + at) == 49
}

/** A text longer than this is not looked up. */
const MAX_TEXT: u32 = 1500

/** "Number of samples in transaction" stands at this address, which has so many bytes; behind a quote or not. */
function isTransactionMessage(at: u32, length: u32): bool {
  if (length < 32) return false
  const text = load<u8>(at) == QUOTE ? at + 1 : at
  if (text != at && length < 34) return false
  const a = v128.eq<u8>(v128.load(text), i8x16(78, 117, 109, 98, 101, 114, 32, 111, 102, 32, 115, 97, 109, 112, 108, 101))
  const b = v128.eq<u8>(v128.load(text, 16), i8x16(115, 32, 105, 110, 32, 116, 114, 97, 110, 115, 97, 99, 116, 105, 111, 110))
  return v128.all_true<u8>(v128.and(a, b))
}

@inline
function isEmpty(at: u32, length: u32): bool {
  return length == 0 || (length == 2 && load<u8>(at) == QUOTE)
}

/** The failure in a row; 0: it is left to others. */
export function failureIn(window: u32, fields: u32, tally: u32): u32 {
  let code: u32 = 0
  let codeLength: u32 = 0
  let message: u32 = 0
  let messageLength: u32 = 0
  if (cCode >= 0) {
    code = window + from(fields, cCode)
    codeLength = window + to(fields, cCode) - code
  }
  if (cFailure >= 0) {
    message = window + from(fields, cFailure)
    messageLength = window + to(fields, cFailure) - message
  }
  if (cMessage >= 0 && isEmpty(message, messageLength)) {
    message = window + from(fields, cMessage)
    messageLength = window + to(fields, cMessage) - message
  }
  if (codeLength > MAX_TEXT || messageLength > MAX_TEXT) return 0
  return failureOf(tally, code, codeLength, message, messageLength)
}

/** Whether the row is of a Transaction Controller (core/jtl/sample.ts says by what that is known); 2 where it may be. */
@inline
export function transactionIn(window: u32, fields: u32): u32 {
  if (cType < 0) return untypedIn(window, fields)
  const at = from(fields, cType)
  const length = to(fields, cType) - at
  if (length == 0) return untypedIn(window, fields)
  return length == 2 && load<u8>(window + at) == QUOTE ? 2 : 0
}

/** The same of a row without a dataType. */
function untypedIn(window: u32, fields: u32): u32 {
  if (cMessage >= 0) {
    const at = from(fields, cMessage)
    if (isTransactionMessage(window + at, to(fields, cMessage) - at)) return 1
  }
  if (cType < 0 || cUrl < 0) return 0
  const at = from(fields, cUrl)
  const length = to(fields, cUrl) - at
  if (length == 4) return load<u32>(window + at) == NULL ? 1 : 0
  return length == 6 && load<u8>(window + at) == QUOTE ? 2 : 0
}
