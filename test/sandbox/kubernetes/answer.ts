import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../../world/aws/listen.ts'
import { ApiFailure } from './failure.ts'
import { apiVersionOf, type Kind, notFound } from './kinds.ts'
import type { Objects } from './objects.ts'
import { type ContainerLog, podLog } from './pod-log.ts'
import type { ApiRequest } from './request.ts'
import { selectorOf } from './selector.ts'
import { proxied, type ServiceLookup } from './service-proxy.ts'
import { streamWatch } from './watch-stream.ts'

/** A request that may be answered, and what its answer needs. */
export interface Exchange extends ApiRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly objects: Objects
  readonly service: ServiceLookup
  readonly log: ContainerLog
}

/** Answers what the action asks of an API server, and nothing else. Throws ApiFailures. */
export async function answer(exchange: Exchange): Promise<void> {
  const { verb, resource } = exchange.asked
  if (resource.includes('/')) return await (subresources[`${verb} ${resource}`] ?? refuse)(exchange)
  if (exchange.kind === undefined)
    throw new ApiFailure(404, 'NotFound', 'the server could not find the requested resource')
  return await (verbs[verb] ?? refuse)({ ...exchange, kind: exchange.kind })
}

/** Sends JSON. */
export function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const subresources: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  async 'get pods/log'({ asked: { namespace, name = '' }, query, objects, log, response }) {
    const text = await podLog({ namespace, name, query }, objects, log)
    response.writeHead(200, { 'content-type': 'text/plain' }).end(text)
  },
  async 'get services/proxy'({ asked: { namespace, name = '' }, rest, service, response }) {
    const served = await proxied({ namespace, service: name, rest }, service)
    const type = served.headers.get('content-type') ?? 'application/octet-stream'
    response.writeHead(served.status, { 'content-type': type }).end(await served.text())
  },
}

type OfKind = Exchange & { readonly kind: Kind }

const verbs: Readonly<Record<string, (exchange: OfKind) => Promise<void>>> = {
  async get({ asked: { namespace, name = '' }, kind, objects, response }) {
    const object = objects.get(kind.kind, { namespace, name })
    if (object === undefined) throw notFound(kind, name)
    send(response, 200, object)
  },
  async list({ asked: { namespace }, kind, query, objects, response }) {
    const items = objects.list(kind.kind, { namespace }).filter(selectorOf(query))
    const metadata = { resourceVersion: objects.version }
    send(response, 200, { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items })
  },
  async watch({ asked: { namespace }, kind, query, objects, response }) {
    const chosen = selectorOf(query)
    const since = query.get('resourceVersion') || undefined
    const seconds = Number(query.get('timeoutSeconds') ?? Number.POSITIVE_INFINITY)
    const selected = (object: Parameters<typeof chosen>[0]) => object.metadata.namespace === namespace && chosen(object)
    streamWatch({ kind: kind.kind, selected, since, seconds }, objects, response)
  },
  async patch({ asked: { namespace, name = '' }, kind, request, objects, response }) {
    const type = request.headers['content-type'] ?? ''
    if (type !== MERGE)
      throw new ApiFailure(415, 'UnsupportedMediaType', `the sandbox knows patches of ${MERGE} alone, and not ${type}`)
    const patch = JSON.parse((await bodyOf(request)).toString()) as object
    send(response, 200, objects.patch(kind.kind, { namespace, name }, patch))
  },
}

const MERGE = 'application/merge-patch+json'

async function refuse(): Promise<never> {
  throw new ApiFailure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
}
