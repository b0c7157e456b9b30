import { readFileSync } from 'node:fs'

export interface ShopOptions {
  readonly namespace: string
  readonly name?: string
  readonly revision?: string
  /** endpoint → ms, over the shop's own. */
  readonly delays?: Readonly<Record<string, number>>
  /** ms of CPU that a request takes of its delay. */
  readonly work?: number
  /** MiB of memory that it holds, and KiB that each request leaves there. */
  readonly stock?: number
  readonly leak?: number
  /** How many requests it serves at once; default: any number. */
  readonly workers?: number
}

/** The shop as Kubernetes objects: ConfigMap, Deployment and Service `http://<name>.<namespace>.svc.cluster.local:8080`. */
export function shopManifests({
  namespace,
  name = 'shop',
  revision = 'dev',
  delays = {},
  work = 0,
  stock = 0,
  leak = 0,
  workers,
}: ShopOptions): readonly object[] {
  const labels = { app: name }
  const code = readFileSync(new URL('server.mjs', import.meta.url), 'utf8')
  const container = {
    name: 'shop',
    image: 'node:24-slim',
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '/shop/server.mjs'],
    env: [
      { name: 'REVISION', value: revision },
      { name: 'DELAYS', value: JSON.stringify(delays) },
      ...(workers === undefined ? [] : [{ name: 'WORKERS', value: String(workers) }]),
      { name: 'WORK', value: String(work) },
      { name: 'STOCK', value: String(stock) },
      { name: 'LEAK', value: String(leak) },
    ],
    ports: [{ containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
    resources: { requests: { cpu: '60m', memory: '96Mi' }, limits: { memory: '192Mi' } },
    volumeMounts: [{ name: 'code', mountPath: '/shop' }],
  }
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/metrics' }
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { 'server.mjs': code } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations },
          spec: {
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 1,
            volumes: [{ name: 'code', configMap: { name } }],
            containers: [container],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ port: 8080 }] },
    },
  ]
}
