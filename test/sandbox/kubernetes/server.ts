import type { Objects } from './objects.ts'

export interface KubernetesOptions {
  /** Who a bearer token is; undefined: 401. */
  readonly authenticate: (token: string) => Promise<User | undefined>
  /** Answers the API server's Service proxy: the base URL of a Service's port; undefined: 503. */
  readonly service: (namespace: string, name: string, port: string) => string | undefined
  /** What a container has written, as its node has it; undefined: it has not begun. Default: there are no nodes. */
  readonly log?: (namespace: string, pod: string, container: string) => Promise<string | undefined>
}

export interface User {
  readonly user: string
  readonly groups: readonly string[]
}

/** The sandbox's imitation of a Kubernetes API server, over TLS. */
export interface Kubernetes extends AsyncDisposable {
  readonly url: string
  /** base64 of PEM, as DescribeCluster answers it. */
  readonly caData: string
  readonly objects: Objects
}

export async function startKubernetes(_options: KubernetesOptions): Promise<Kubernetes> {
  throw new Error('being built')
}
