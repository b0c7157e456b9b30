import { PerfError } from '../error.ts'

/** Refuses a summary: PerfError STORE that says what is wrong. */
export function refuse(what: string): never {
  throw new PerfError('STORE', `the document is not sound: ${what}`, {
    hint: 'another program or version wrote it; in a bucket, something else may write under this prefix',
  })
}

/** An object with nothing said of its fields yet. */
export type Fields = Readonly<Record<string, unknown>>

export function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(`${name} is no object`)
  return value as Fields
}

/** A list of at most `most` entries. */
export function list(value: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) return refuse(`${name} is no list`)
  return value.length > most ? refuse(`${name} is longer than ${most}`) : value
}

export function text(value: unknown, name: string): string {
  return typeof value === 'string' && value.length <= 1000 ? value : refuse(`${name} is no text of at most 1,000`)
}

/** A whole number from `least` to `most`. */
export function whole(value: unknown, name: string, [least, most] = [0, Number.MAX_SAFE_INTEGER]): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return value as number
  return refuse(`${name} is no whole number from ${least} to ${most}`)
}
