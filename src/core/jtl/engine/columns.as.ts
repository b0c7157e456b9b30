// Which columns the rows have, and where fields lie.

/** Where the ends of the columns stand in a list of 32 bits each, in bytes; negative: not there. */
export let width: u32 = 0
export let cTime: i32 = -1
export let cElapsed: i32 = -1
export let cLabel: i32 = -1
export let cCode: i32 = -1
export let cMessage: i32 = -1
export let cType: i32 = -1
export let cSuccess: i32 = -1
export let cFailure: i32 = -1
export let cBytes: i32 = -1
export let cSent: i32 = -1
export let cThreads: i32 = -1
export let cUrl: i32 = -1
export let cLatency: i32 = -1
export let cConnect: i32 = -1
export let cSamples: i32 = -1
export let cLag: i32 = -1

export function setWidth(columns: u32): void {
  width = columns
}

/** Sets the columns, in the order above. */
export function setColumn(which: u32, index: i32): void {
  const column = index << 2
  switch (which) {
    case 0: { cTime = column; break }
    case 1: { cElapsed = column; break }
    case 2: { cLabel = column; break }
    case 3: { cCode = column; break }
    case 4: { cMessage = column; break }
    case 5: { cType = column; break }
    case 6: { cSuccess = column; break }
    case 7: { cFailure = column; break }
    case 8: { cBytes = column; break }
    case 9: { cSent = column; break }
    case 10: { cThreads = column; break }
    case 11: { cUrl = column; break }
    case 12: { cLatency = column; break }
    case 13: { cConnect = column; break }
    case 14: { cSamples = column; break }
    case 15: { cLag = column; break }
    default: unreachable()
  }
}

/**
 * Where a field of a row begins and ends. `fields` lists the ends of the row's fields; before them stands the end of the
 * last row, or what ENDS begins with.
 */
@inline
export function from(fields: u32, column: i32): u32 {
  return load<u32>(fields + column - 4) + 1
}

@inline
export function to(fields: u32, column: i32): u32 {
  return load<u32>(fields + column)
}
