import { Agent, type RequestOptions } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import { PerfError, reason } from '../../core/error.ts'
import type { Clock, Flux, Jobs, ServiceProxy, Workloads } from '../../ports.ts'
import { type MintedToken, refreshingToken } from './credentials.ts'
import { type FluxNames, fluxOf } from './flux.ts'
import { jobsOf } from './jobs.ts'
import { Transport, type TransportOptions } from './transport.ts'
import { typedApis } from './typed.ts'
import { workloadsOf } from './workloads.ts'

export interface Kubernetes {
  flux(names: FluxNames): Flux
  jobs(namespace: string): Jobs
  readonly workloads: Workloads
  readonly proxy: ServiceProxy
  /** Ends the idle connections. */
  close(): void
}

type Shared = Pick<TransportOptions, 'proxyEnv' | 'onRequest'> & { readonly clock: Clock }

export interface KubernetesOptions extends Shared {
  /** `https://…` as DescribeCluster says. */
  readonly server: string
  /** base64 of PEM, as DescribeCluster says; undefined: the runner's own trust. */
  readonly caData: string | undefined
  readonly token: () => Promise<MintedToken>
}

/** A cluster by its address, CA and a token that is minted when needed. */
export function createKubernetes({ server, caData, token, ...shared }: KubernetesOptions): Kubernetes {
  const tls = caData === undefined ? {} : { ca: Buffer.from(caData, 'base64') }
  return over({ ...shared, server, tls, credentials: refreshingToken(token, shared.clock) })
}

/** A cluster by the current context of a kubeconfig file. */
export async function fromKubeconfig(path: string, shared: Shared): Promise<Kubernetes> {
  const config = new KubeConfig()
  try {
    config.loadFromFile(path)
  } catch (thrown) {
    throw new PerfError('KUBERNETES', `the kubeconfig ${path} can't be read: ${reason(thrown)}`, { cause: thrown })
  }
  const server = config.getCurrentCluster()?.server
  if (server === undefined) throw new PerfError('KUBERNETES', `the kubeconfig ${path} has no current context`)
  const options = async (): Promise<RequestOptions> => {
    const applied: RequestOptions = {}
    await config.applyToHTTPSOptions(applied)
    return applied
  }
  const { agent } = await options()
  const headers = async () => {
    const { authorization } = Object.fromEntries(
      Object.entries((await options()).headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    return authorization === undefined ? {} : { authorization }
  }
  return over({
    ...shared,
    server,
    tls: agent instanceof Agent ? agent.options : {},
    credentials: { headers, refused: () => false },
  })
}

function over(options: TransportOptions): Kubernetes {
  const transport = new Transport(options)
  const apis = typedApis(options.server, transport)
  return {
    flux: (names) => fluxOf(names, apis),
    jobs: (namespace) => jobsOf(namespace, { apis, transport, clock: options.clock }),
    workloads: workloadsOf(apis),
    async proxy(path, query, signal) {
      const search = query.toString()
      const { status, body } = await transport.send({
        method: 'GET',
        path: search === '' ? path : `${path}?${search}`,
        patienceMs: 10_000,
        silenceMs: 60_000,
        ...(signal === undefined ? {} : { signal }),
      })
      return { status, body }
    },
    close: () => transport.close(),
  }
}
