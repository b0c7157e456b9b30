import type { IncomingMessage, ServerResponse } from 'node:http'
import { certificateFor } from '../../support/certificate.ts'
import { listen } from '../../world/aws/listen.ts'
import { answer, send } from './answer.ts'
import { ApiFailure, statusOf } from './failure.ts'
import { createObjects, type Objects } from './objects.ts'
import type { ContainerLog } from './pod-log.ts'
import { authorize, type User } from './rbac.ts'
import { parseRequest } from './request.ts'
import type { ServiceLookup } from './service-proxy.ts'

export interface KubernetesOptions {
  /** Who a bearer token is; undefined: 401. */
  readonly authenticate: (token: string) => Promise<User | undefined>
  /** For the Service proxy. */
  readonly service: ServiceLookup
  /** What a container has written, as its node knows. Default: there is no node. */
  readonly log?: ContainerLog
  /** Default: an empty cluster. */
  readonly objects?: Objects
}

/** The sandbox's imitation of a Kubernetes API server: what the action asks of one, over TLS. */
export interface Kubernetes extends AsyncDisposable {
  readonly url: string
  /** base64 of PEM, as DescribeCluster answers it. */
  readonly caData: string
  readonly objects: Objects
}

const HOST = '127.0.0.1'

/** Starts one at a free port of this machine. */
export async function startKubernetes(options: KubernetesOptions): Promise<Kubernetes> {
  const { objects = createObjects(), service, log = async () => undefined } = options
  const { key, cert } = await certificateFor(HOST)
  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const user = await identified(request, options)
      const parsed = parseRequest(request.method ?? '', request.url ?? '')
      authorize(user, parsed.asked, objects)
      await answer({ ...parsed, request, response, objects, service, log })
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure)) throw thrown
      send(response, thrown.code, statusOf(thrown))
    }
  }
  const server = await listen(exchange, { host: HOST, tls: { key: Buffer.from(key), cert: Buffer.from(cert) } })
  return {
    url: `https://${HOST}:${server.port}`,
    caData: Buffer.from(cert).toString('base64'),
    objects,
    [Symbol.asyncDispose]: server.close,
  }
}

async function identified({ headers }: IncomingMessage, { authenticate }: KubernetesOptions): Promise<User> {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  const user = token === undefined ? undefined : await authenticate(token)
  if (user === undefined) throw new ApiFailure(401, 'Unauthorized', 'Unauthorized')
  return user
}
