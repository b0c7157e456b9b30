import { ApiFailure } from './failure.ts'

/** The base URL of a Service's port; undefined: nothing serves it. */
export type ServiceLookup = (namespace: string, name: string, port: string) => string | undefined

export interface ProxyRequest {
  readonly namespace: string
  /** `prometheus:http`; the port may be left out. */
  readonly service: string
  /** What follows `…/proxy`, with its query. */
  readonly rest: string
}

/** A GET of what a Service serves; throws 503 where nothing does. */
export async function proxied({ namespace, service, rest }: ProxyRequest, lookup: ServiceLookup): Promise<Response> {
  const [name = '', port = ''] = service.split(':')
  const base = lookup(namespace, name, port)
  if (base === undefined)
    throw new ApiFailure(503, 'ServiceUnavailable', `no endpoints available for service "${service}"`)
  try {
    return await fetch(`${base.replace(/\/$/, '')}${rest}`)
  } catch (thrown) {
    const why = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : String(thrown)
    throw new ApiFailure(503, 'ServiceUnavailable', `error trying to reach service: ${why}`)
  }
}
