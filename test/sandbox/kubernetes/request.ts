import { ApiFailure } from './failure.ts'
import { KINDS, type Kind } from './kinds.ts'

/** What a request to the API server asks for, as RBAC sees it. */
export interface Asked {
  readonly verb: string
  readonly group: string
  /** With its subresource: `pods/log`. */
  readonly resource: string
  readonly namespace: string
  readonly name?: string
}

/** A request, taken apart. */
export interface ApiRequest {
  readonly asked: Asked
  /** undefined: a resource that has no objects here, as services. */
  readonly kind: Kind | undefined
  readonly query: URLSearchParams
  /** What follows `…/proxy`, with its query. */
  readonly rest: string
}

const PATH = /^\/(?:api|apis\/([^/]+))\/(v[^/]+)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+)(?:\/([^/]+)(\/.*)?)?)?$/

/** Throws 404 where it is no path of anything in a namespace. */
export function parseRequest(method: string, target: string): ApiRequest {
  const { pathname, search, searchParams: query } = new URL(target, 'https://sandbox')
  const [, group = '', version, namespace, plural, name, sub, rest = ''] = PATH.exec(pathname)?.map(decoded) ?? []
  if (namespace === undefined || plural === undefined)
    throw new ApiFailure(404, 'NotFound', 'the server could not find the requested resource')
  const resource = sub === undefined ? plural : `${plural}/${sub}`
  const verb = verbOf({ method, named: name !== undefined, watch: query.get('watch') === 'true' })
  return {
    asked: { verb, group, resource, namespace, ...(name === undefined ? {} : { name }) },
    kind: KINDS.find((one) => one.group === group && one.version === version && one.plural === plural),
    query,
    rest: `${rest}${search}`,
  }
}

/** The optional parts of a path are undefined where they are not there. */
function decoded(part: string | undefined): string | undefined {
  return part === undefined ? undefined : decodeURIComponent(part)
}

function verbOf({ method, named, watch }: { method: string; named: boolean; watch: boolean }): string {
  if (method === 'GET') return named ? 'get' : watch ? 'watch' : 'list'
  return { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: named ? 'delete' : 'deletecollection' }[method] ?? ''
}
