import {
  BatchV1Api,
  CoreV1Api,
  CustomObjectsApi,
  createConfiguration,
  type RequestContext,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
} from '@kubernetes/client-node'
import { Refusal, refusal } from './failure.ts'
import type { Transport } from './transport.ts'

export interface TypedApis {
  readonly batch: BatchV1Api
  readonly core: CoreV1Api
  readonly custom: CustomObjectsApi
}

/** client-node's typed calls over our transport; every answer that is not 2xx is thrown as a Refusal. */
export function typedApis(server: string, transport: Transport): TypedApis {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(server.replace(/\/+$/, ''), {}),
    httpApi: wrapHttpLibrary({ send: (request) => send(request, transport) }),
  })
  return {
    batch: new BatchV1Api(configuration),
    core: new CoreV1Api(configuration),
    custom: new CustomObjectsApi(configuration),
  }
}

async function send(request: RequestContext, transport: Transport): Promise<ResponseContext> {
  const { pathname, search } = new URL(request.getUrl())
  const [method, path, body, signal] = [
    request.getHttpMethod(),
    `${pathname}${search}`,
    request.getBody(),
    request.getSignal(),
  ]
  const answer = await transport.send({
    method,
    path,
    headers: request.getHeaders(),
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal === undefined ? {} : { signal }),
  })
  if (answer.status < 200 || answer.status > 299) throw refusal({ method, path, ...answer })
  return new ResponseContext(
    answer.status,
    { ...answer.headers },
    {
      text: async () => answer.body,
      binary: async () => Buffer.from(answer.body),
      stream: () => null,
    },
  )
}

/** The value, or undefined where the server says that there is none (404). */
export async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.status === 404) return undefined
    throw thrown
  }
}
