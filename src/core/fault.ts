import { type ErrorCode, type Fault, PerfError } from './error.ts'

/** Text of others within a message: in backticks, cut, with everything that could break or hide a line escaped. */
export function quote(text: string, most = 80): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text
  return `\`${cut.replace(UNSEEN, visible)}\``
}

// controls, format characters (bidirectional marks, zero widths), separators, lone surrogates, and our own quotes
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`]/gu

function visible(character: string): string {
  return character === '`' ? "'" : `\\u{${character.codePointAt(0)?.toString(16)}}`
}

/** A fault in one line: `perf.yaml:4:5: … Right: …`. */
export function faultLine({ file, line, column, wrong, right }: Fault): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `${place === '' ? '' : `${place}: `}${wrong}${right === undefined ? '' : `. Right: ${right}`}`
}

/** Throws all faults as one error: under their own code where they share one, else under `mixed`. */
export function throwFaults(faults: readonly Fault[], mixed: ErrorCode, hint?: string): void {
  const [first] = faults
  if (first === undefined) return
  const code = faults.every((fault) => fault.code === first.code) ? first.code : mixed
  const message =
    faults.length === 1 ? faultLine(first) : `${faults.length} faults\n${faults.map(faultLine).join('\n')}`
  throw new PerfError(code, message, { faults, ...(hint === undefined ? {} : { hint }) })
}

/** The known word that `word` was most likely meant to be; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(Math.min(word.length, 40) / 3))
  const near = known
    .map((candidate) => ({ candidate, far: distance(word.slice(0, 80).toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= most)
  near.sort((a, b) => a.far - b.far)
  return near[0]?.candidate
}

/** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment distance). */
function distance(a: string, b: string): number {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
