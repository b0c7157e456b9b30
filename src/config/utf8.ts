import { type Fault, PerfError } from '../core/error.ts'
import { faultLine } from '../core/fault.ts'

/** The text of a file in UTF-8; undefined where it is none. */
export function readUtf8(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

/** The text of perf.yaml, named `file`; throws CONFIG with the line that is not UTF-8. */
export function configText(content: Uint8Array, file: string): string {
  const text = readUtf8(content)
  if (text !== undefined) return text
  const fault: Fault = {
    code: 'CONFIG',
    file,
    line: firstWrongLine(content),
    wrong: 'it is not a text in UTF-8',
    right: 'the file saved as UTF-8',
  }
  throw new PerfError('CONFIG', faultLine(fault), { faults: [fault] })
}

/** A line break is never a part of another character, so each line can be read alone. */
function firstWrongLine(content: Uint8Array): number {
  let line = 1
  for (let from = 0; from < content.length; line++) {
    const end = content.indexOf(0x0a, from)
    const until = end < 0 ? content.length : end
    if (readUtf8(content.subarray(from, until)) === undefined) return line
    from = until + 1
  }
  return line
}
