import type { ErrorCode, Fault } from '../core/error.ts'
import { quote, throwFaults } from '../core/fault.ts'
import type { Reading } from '../core/units.ts'

/** A reading of an input; a refusal may have a code of its own. */
export type Field<T> = Reading<T> | (Extract<Reading<T>, { ok: false }> & { readonly code: ErrorCode })

type Values<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** The values of all inputs; throws INPUT with every fault at once where any is refused. */
export function valuesOf<F extends Readonly<Record<string, Field<unknown>>>>(fields: F): Values<F> {
  throwFaults(Object.entries(fields).flatMap(faultOf), 'INPUT')
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.ok ? field.value : undefined]),
  ) as Values<F>
}

function faultOf([name, field]: readonly [string, Field<unknown>]): readonly Fault[] {
  if (field.ok) return []
  const { wrong, right } = field
  const code = 'code' in field ? field.code : 'INPUT'
  return [{ code, wrong: `input ${quote(name)} ${wrong}`, right: quote(`${name}: ${right}`, 200) }]
}

export const taken = <T>(value: T): Reading<T> => ({ ok: true, value })
export const refused = (wrong: string, right: string): Field<never> => ({ ok: false, wrong, right })

/** A text that has a form. The text itself is in the message: not for tokens. */
export function matching(
  text: string,
  form: RegExp,
  { is, right }: { readonly is: string; readonly right: string },
): Field<string> {
  if (text === '') return refused('is missing', right)
  return form.test(text) ? taken(text) : refused(`is ${quote(text)}, not ${is}`, right)
}

/** As `read`, but undefined for an empty text. */
export function optional<T>(text: string, read: (text: string) => Field<T>): Field<T | undefined> {
  return text === '' ? taken(undefined) : read(text)
}

/** The words of a list, separated by commas, spaces or lines; each once. */
export function words(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))]
}

/** The key, where it has a value. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [_ in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [_ in K]?: T }
}
