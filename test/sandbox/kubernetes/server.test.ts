import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { systemClock } from '../../../src/adapters/clock.ts'
import { type Kubernetes as Client, createKubernetes } from '../../../src/adapters/kubernetes/kubernetes.ts'
import type { JobState } from '../../../src/core/job.ts'
import type { Clock } from '../../../src/ports.ts'
import { stillClock } from '../../support/still-clock.ts'
import type { Manifest } from './object.ts'
import { type Kubernetes, startKubernetes } from './server.ts'

/** The cluster with infra/rbac.yaml in it, and the adapters that the action has for it. */
let cluster: Kubernetes
let parts: AsyncDisposableStack

const logs: Record<string, string> = {}
const services: Record<string, string> = {}

beforeEach(async () => {
  parts = new AsyncDisposableStack()
  cluster = parts.use(
    await startKubernetes({
      authenticate: async (token) =>
        token === 'stranger' ? undefined : { user: `perf-action:${token}`, groups: [token] },
      service: (namespace, name, port) => services[`${namespace}/${name}:${port}`],
      log: async (namespace, pod, container) => logs[`${namespace}/${pod}/${container}`],
    }),
  )
  const { objects } = cluster
  for (const name of ['flux-system', 'monitoring', 'perf'])
    objects.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const rbac = readFileSync(new URL('../../../infra/rbac.yaml', import.meta.url), 'utf8')
  for (const document of parseAllDocuments(rbac)) objects.apply(document.toJS() as Manifest)
})

afterEach(() => parts.disposeAsync())

function client(token = 'perf-action', clock: Clock = systemClock): Client {
  const minted = async () => ({ token, expiresAt: 9e15 })
  const options = { server: cluster.url, caData: cluster.caData, clock, token: minted }
  return parts.adopt(createKubernetes(options), (open) => open.close())
}

const flux = (of: Client, name = 'perf') =>
  of.flux({ source: `flux-system/${name}`, kustomization: `flux-system/${name}` })

function addFlux(): void {
  const metadata = { namespace: 'flux-system', name: 'perf' }
  cluster.objects.create({
    ...{ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata },
    spec: { url: 'http://git/fleet.git', ref: { branch: 'main' } },
  })
  cluster.objects.create({
    ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata },
    spec: { path: './perf/runs', sourceRef: { kind: 'GitRepository', name: 'perf' } },
  })
}

const job = { namespace: 'perf', name: 'run' }
const addJob = () =>
  cluster.objects.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: job, spec: { completions: 1 } })
const addPod = (name = 'run-0-x', status: object = { phase: 'Pending' }) =>
  cluster.objects.create({
    ...{ apiVersion: 'v1', kind: 'Pod', spec: { containers: [] }, status },
    metadata: { namespace: 'perf', name, labels: { 'batch.kubernetes.io/job-name': 'run' } },
  })
const ended = (type: string) => ({ status: { conditions: [{ type, status: 'True', reason: 'Why', message: 'so' }] } })

test('the action reads both objects of Flux and asks them to reconcile', async () => {
  addFlux()
  const { source, kustomization, request } = flux(client())
  expect(await source()).toMatchObject({ name: 'flux-system/perf', branch: 'main', suspended: false })
  expect(await kustomization()).toMatchObject({ path: 'perf/runs', source: 'flux-system/perf' })
  await request('source', 'now')
  const { metadata } = cluster.objects.get('GitRepository', { namespace: 'flux-system', name: 'perf' })!
  expect(metadata).toMatchObject({ annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' }, generation: 1 })
})

test('an object of Flux that is not there is named', async () => {
  const { source } = flux(client())
  await expect(source()).rejects.toThrow('there is no GitRepository flux-system/perf in the cluster')
})

test('a token that the cluster does not know is refused', async () => {
  await expect(client('stranger').jobs('perf').events('run')).rejects.toMatchObject({ code: 'AUTH' })
})

test.each([
  [
    'another group',
    () => client('others').jobs('perf').events('run'),
    'perf-action:others list events in the namespace perf',
  ],
  [
    'another namespace',
    () => client().jobs('shop').events('run'),
    'perf-action:perf-action list events in the namespace shop',
  ],
  [
    'another name',
    () => flux(client(), 'theirs').source(),
    'get gitrepositories.source.toolkit.fluxcd.io in the namespace flux-system',
  ],
])('infra/rbac.yaml lets %s do nothing', async (_, call, words) => {
  await expect(call()).rejects.toThrow(words)
})

test('what RBAC forbids is said in the words of the API server', async () => {
  const answer = await client().proxy(
    '/api/v1/namespaces/monitoring/services/shop:http/proxy/',
    new URLSearchParams(),
    never,
  )
  expect(answer.status).toBe(403)
  expect(JSON.parse(answer.body)).toEqual({
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403 },
    message:
      'services "shop:http" is forbidden: User "perf-action:perf-action" cannot get resource "services/proxy" in API group "" in the namespace "monitoring"',
  })
})

test('a binding that is deleted takes its rights with it', async () => {
  const { events } = client().jobs('perf')
  expect(await events('run')).toEqual([])
  cluster.objects.delete('RoleBinding', { namespace: 'perf', name: 'perf-action' })
  await expect(events('run')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

const never = new AbortController().signal

/** Follows the Job, does the next act at each state, and gives the states. */
async function followed(...acts: readonly (() => unknown)[]): Promise<readonly string[]> {
  const seen: string[] = []
  const left = [...acts]
  for await (const { state, pods } of client().jobs('perf').follow('run', never)) {
    seen.push([state, ...pods.map(({ phase }: JobState['pods'][number]) => phase)].join(' '))
    left.shift()?.()
  }
  return seen
}

test('a Job is followed by watches to its end', async () => {
  addJob()
  const at = { namespace: 'perf', name: 'run-0-x' }
  const { objects } = cluster
  const states = await followed(
    () => addPod(),
    () => objects.patch('Pod', at, { status: { phase: 'Running' } }),
    () => objects.patch('Pod', at, { status: { phase: 'Succeeded' } }),
    () => objects.patch('Job', job, ended('Complete')),
  )
  expect(states).toEqual(['running', 'running Pending', 'running Running', 'running Succeeded', 'complete Succeeded'])
})

test('a Job that is deleted is gone', async () => {
  addJob()
  expect(await followed(() => cluster.objects.delete('Job', job))).toEqual(['running', 'gone'])
})

test('a watch ends after its seconds, sees what it selects alone, and begins where it is told', async () => {
  addJob()
  const since = cluster.objects.version
  addPod('mine')
  cluster.objects.create({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'perf', name: 'other' } })
  const query = { labelSelector: 'batch.kubernetes.io/job-name=run', resourceVersion: since }
  expect(await watched(query)).toEqual(['ADDED mine'])
  expect(await watched({ fieldSelector: 'metadata.name=other', resourceVersion: since })).toEqual(['ADDED other'])
  expect(await watched({ resourceVersion: cluster.objects.version })).toEqual([])
})

test('a watch from a version that is forgotten is an error event with 410', async () => {
  const since = cluster.objects.version
  for (let count = 0; count < 1001; count++) cluster.objects.apply(counted(count))
  expect(await watched({ resourceVersion: since })).toEqual([
    `ERROR 410 too old resource version: ${since} (${Number(since) + 1})`,
  ])
})

const counted = (count: number) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { count: String(count) } },
  metadata: { namespace: 'perf', name: 'counter' },
})

interface Line {
  readonly type: string
  readonly object: { readonly metadata: { readonly name?: string }; readonly code?: number; readonly message?: string }
}

async function watched(query: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const search = new URLSearchParams({ watch: 'true', timeoutSeconds: '0.2', ...query })
  const { body } = await client().proxy('/api/v1/namespaces/perf/pods', search, never)
  const lines = body.split('\n').filter((line) => line !== '')
  return lines
    .map((line) => JSON.parse(line) as Line)
    .map(({ type, object: { metadata, code, message } }) =>
      [type, metadata.name, code, message].filter(Boolean).join(' '),
    )
}

test('the last lines of a log; none where the container has not begun, or the pod is gone', async () => {
  addPod('p')
  logs['perf/p/agent'] = 'one\ntwo\nthree\n'
  const { logs: read } = client().jobs('perf')
  expect(await read('p', 'agent', 2)).toEqual(['two', 'three'])
  expect(await read('p', 'generator', 2)).toEqual([])
  expect(await read('q', 'agent', 2)).toEqual([])
})

test('events come as the action asks for them', async () => {
  cluster.objects.create({
    ...{ apiVersion: 'v1', kind: 'Event', metadata: { namespace: 'perf', name: 'run-0-x.1' } },
    ...{ involvedObject: { kind: 'Pod', name: 'run-0-x' }, type: 'Warning', reason: 'Failed', message: 'no', count: 2 },
  })
  const [event, ...more] = await client().jobs('perf').events('run')
  expect(event).toMatchObject({ type: 'Warning', reason: 'Failed', message: 'no', object: 'Pod/run-0-x', count: 2 })
  expect(more).toEqual([])
})

test('the Service proxy passes on the answer of what serves, and says 503 where nothing does', async () => {
  const server = createServer((request, response) => response.writeHead(400).end(`${request.url}`))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  parts.defer(() => void server.close().closeAllConnections())
  const path = '/api/v1/namespaces/monitoring/services/prometheus:http/proxy/api/v1/query_range'
  const ask = () =>
    client('perf-action', stillClock()).proxy(path, new URLSearchParams({ query: 'sum(up) / 2' }), never)
  expect(await ask()).toEqual({ status: 503, body: expect.stringContaining('no endpoints available for service') })
  services['monitoring/prometheus:http'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await ask()).toEqual({ status: 400, body: '/api/v1/query_range?query=sum%28up%29+%2F+2' })
})

test.each([
  ['GET', '/api/v1/namespaces/perf/nope', 403],
  ['GET', '/version', 404],
])('%s %s is answered with %i', async (_, path, status) => {
  expect(await client().proxy(path, new URLSearchParams(), never)).toMatchObject({ status })
})
