import type { Scan } from './record.ts'
import type { Fault } from './sample.ts'
import { MAX_ROW, type Window } from './window.ts'

/** Why what begins in the window is no row. */
export function unfinishedRow(found: Exclude<Scan, 'row'>, window: Window): Fault {
  if (found === 'fields') return { code: 'damaged-row', why: 'it has too many fields' }
  if (found === 'quote') return { code: 'damaged-row', why: 'a quote stands in the middle of a field' }
  if (window.length >= MAX_ROW) return { code: 'damaged-row', why: 'it is longer than 1 MiB' }
  if (window.lineLength() > 0) return { code: 'damaged-row', why: 'a quote is never closed' }
  return { code: 'truncated-row', why: 'the file ends before its line does' }
}
