/** Plain data, as JSON has it; a key whose value is undefined is left out. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain | undefined }

type Lines = readonly string[]
type Notes = Readonly<Record<string, string>>

/**
 * Block-style YAML of plain data, the same bytes for the same data. What is not plainly a word is written as a quoted
 * ASCII string, so no text can become anything but itself. `notes` are comments by key: why that key is as it is.
 */
export function toYaml(data: Plain, notes: Notes = {}): string {
  return `${lines(data, notes).join('\n')}\n`
}

function lines(data: Plain, notes: Notes): Lines {
  if (typeof data !== 'object') return [scalar(data)]
  if (isList(data)) return data.length === 0 ? ['[]'] : data.flatMap((item) => element(lines(item, notes)))
  const entries = Object.entries(data).filter((entry): entry is [string, Plain] => entry[1] !== undefined)
  return entries.length === 0
    ? ['{}']
    : entries.flatMap(([key, value]) => [...note(notes, key), ...pair(key, value, notes)])
}

function note(notes: Notes, key: string): Lines {
  return Object.hasOwn(notes, key) ? [`# ${notes[key]}`] : []
}

function pair(key: string, value: Plain, notes: Notes): Lines {
  const below = lines(value, notes)
  return isBlock(value) ? [`${scalar(key)}:`, ...below.map((line) => `  ${line}`)] : [`${scalar(key)}: ${below[0]}`]
}

function element([first = '', ...rest]: Lines): Lines {
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)]
}

function isList(data: Plain): data is readonly Plain[] {
  return Array.isArray(data)
}

function isBlock(value: Plain): boolean {
  return typeof value === 'object' && Object.values(value).some((item) => item !== undefined)
}

const WORD = /^[A-Za-z/](?:[\w./:-]*[\w/])?$/
const KEYWORD = /^(?:true|false|yes|no|on|off|y|n|null)$/i // what some reader of YAML 1.1 or 1.2 takes for another type

function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  return WORD.test(value) && !KEYWORD.test(value) ? value : quoted(value)
}

function quoted(text: string): string {
  const ascii = (char: string) => {
    const code = char.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  }
  return JSON.stringify(text.toWellFormed()).replace(/[^\x20-\x7e]/gu, ascii)
}
