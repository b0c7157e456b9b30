import { quote } from '../core/fault.ts'
import { type Field, refused, taken } from './field.ts'

/** A Prometheus by its URL, or as a Service of the cluster, `namespace/service:port`. */
export type PrometheusSource =
  | { readonly url: string; readonly token?: string }
  | { readonly service: string; readonly path?: string }

export type PrometheusSources = Readonly<Record<string, PrometheusSource>>

const NAMED = /^([A-Za-z0-9][A-Za-z0-9_-]{0,61})=(.*)$/
const SERVICE = /^service:\/\/([a-z0-9-]{1,63}\/[a-z0-9-]{1,63}:[a-z0-9-]{1,15})(\/[\w./-]*)?$/
const RIGHT = 'default=https://prometheus.example.com'

/** The input `prometheus`: a source a line, `name=https://…` or `name=service://namespace/service:port`; a lone address is `default`. */
export function readSources(text: string): Field<PrometheusSources> {
  const sources = new Map<string, PrometheusSource>()
  for (const line of linesOf(text)) {
    const [, name = 'default', address = line] = NAMED.exec(line) ?? []
    const source = readAddress(address)
    if (typeof source === 'string') return refused(`has ${quote(name)}, which ${source}`, RIGHT)
    if (sources.has(name)) return refused(`has ${quote(name)} twice`, RIGHT)
    sources.set(name, source)
  }
  return taken(Object.fromEntries(sources))
}

function readAddress(address: string): PrometheusSource | string {
  const [, service, path] = SERVICE.exec(address) ?? []
  if (service !== undefined)
    return { service, ...(path === undefined || path === '/' ? {} : { path: path.replace(/\/+$/, '') }) }
  if (address.startsWith('service:')) return `is not service://namespace/service:port: ${quote(address)}`
  const url = /^https?:\/\/\S+$/i.test(address) ? URL.parse(address) : null
  if (url === null) return `is neither an https URL nor service://namespace/service:port`
  if (url.username !== '' || url.password !== '') return 'holds a user or a password: use the input prometheus-token'
  if (url.search !== '' || url.hash !== '') return 'has a query or a # part'
  return { url: address.replace(/\/+$/, '') }
}

/**
 * The input `prometheus-token`: a lone token, or lines of `name=token`. What it holds is in no message. A Service takes
 * none: the API server would keep it to itself.
 */
export function readTokens(text: string, sources: Field<PrometheusSources>): Field<Readonly<Record<string, string>>> {
  const lines = linesOf(text)
  const [lone] = lines
  if (lone === undefined || !sources.ok) return taken({})
  const right = 'target=the-token'
  const names = Object.entries(sources.value).flatMap(([name, source]) => ('url' in source ? [name] : []))
  if (names.length === 0) return refused('is given, but no Prometheus is reached by a URL', "''")
  const named = lines.map((line) => NAMED.exec(line)).filter((match) => match && names.includes(match[1] ?? ''))
  if (named.length === lines.length) return taken(Object.fromEntries(named.map((match) => [match?.[1], match?.[2]])))
  if (lines.length > 1) return refused(`has a line that is not name=token, with a name of ${names.join(', ')}`, right)
  const only = names.length === 1 ? names[0] : names.find((name) => name === 'default')
  return only === undefined
    ? refused('is one token, and it is not clear for which Prometheus', right)
    : taken({ [only]: lone })
}

/** The sources with their tokens. */
export function withTokens(sources: PrometheusSources, tokens: Readonly<Record<string, string>>): PrometheusSources {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined
      return [name, 'url' in source && token !== undefined ? { ...source, token } : source]
    }),
  )
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
