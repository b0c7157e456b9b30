import { clean } from '../clean.ts'

/** HTML that is safe to put into a page; only `html` makes it. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | readonly Markup[] | undefined

/** A template whose values are escaped, for content and for quoted attributes; markup in it stays markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: parts.map((part, i) => `${part}${i < values.length ? render(values[i]) : ''}`).join('') }
}

function render(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  if (typeof value === 'string') return escaped(value)
  if ('markup' in value) return value.markup
  return value.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(untrusted: string): string {
  return clean(untrusted, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** An address of the web, or nothing: never a script. */
export function address(untrusted: string | undefined): string | undefined {
  const url = untrusted === undefined ? null : URL.parse(untrusted)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}
