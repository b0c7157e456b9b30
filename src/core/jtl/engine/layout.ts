import type { Exports } from './module.ts'

/** A failure as the engine keeps it: a Name (names.as.ts). */
export interface FailureName {
  /** The tally of the label that failed. */
  readonly tally: number
  readonly code: Uint8Array
  readonly message: Uint8Array
  /** Where it is counted. */
  readonly counter: number
}

/** The failure at this address. */
export function failureAt(name: number, exports: Exports): FailureName {
  const { memory, NAME_BYTES, NAME_TALLY, NAME_LENGTH, NAME_SPLIT, NAME_COUNT } = exports
  const view = new DataView(memory.buffer, name)
  const word = (field: { value: number }) => view.getUint32(field.value, true)
  const bytes = new Uint8Array(memory.buffer, name + NAME_BYTES.value, word(NAME_LENGTH))
  const [code, message] = [bytes.subarray(0, word(NAME_SPLIT)), bytes.subarray(word(NAME_SPLIT))]
  return { tally: word(NAME_TALLY), code, message, counter: name + NAME_COUNT.value }
}

/** The fields of the Tally (tally.as.ts) at this address: sums, and times in ms. */
export function headAt(tally: number, exports: Exports) {
  const view = new DataView(exports.memory.buffer, tally)
  const long = (field: { value: number }) => Number(view.getBigUint64(field.value, true))
  const word = (field: { value: number }) => view.getUint32(field.value, true)
  return {
    sum: long(exports.TALLY_ELAPSED),
    bytes: long(exports.TALLY_BYTES),
    sent: long(exports.TALLY_SENT),
    first: long(exports.TALLY_FIRST),
    last: long(exports.TALLY_LAST),
    min: word(exports.TALLY_MIN),
    max: word(exports.TALLY_MAX),
  }
}
