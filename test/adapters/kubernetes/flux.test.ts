import { afterEach, expect, test } from '@jest/globals'
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/kubernetes.ts'
import { type Answer, json, type KubeServer, startKubeServer, status } from '../../support/kube-server.ts'
import { stillClock } from '../../support/still-clock.ts'

let server: KubeServer
let kubernetes: Kubernetes

afterEach(async () => {
  kubernetes.close()
  await server.close()
})

async function connect(answer: Answer) {
  server = await startKubeServer(answer)
  const token = async () => ({ token: 'one', expiresAt: 9e15 })
  kubernetes = createKubernetes({ server: server.url, caData: server.caData, clock: stillClock(), token })
  return kubernetes.flux({ source: 'flux-system/perf', kustomization: 'flux-system/runs' })
}

const metadata = { namespace: 'flux-system', name: 'perf' }
const commit = '0123456789012345678901234567890123456789'

test.each([`main@sha1:${commit}`, `refs/heads/main@sha1:${commit}`])(
  'a GitRepository is read with the commit of %s',
  async (revision) => {
    const flux = await connect((_, response) =>
      json(response, 200, {
        metadata,
        spec: { url: 'https://git/perf', ref: { branch: 'main' }, suspend: true },
        status: {
          artifact: { revision },
          lastHandledReconcileAt: 'then',
          conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored' }],
        },
      }),
    )
    expect(await flux.source()).toEqual({
      name: 'flux-system/perf',
      suspended: true,
      conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored' }],
      handledAt: 'then',
      url: 'https://git/perf',
      branch: 'main',
      artifact: commit,
    })
  },
)

test.each([
  ['./clusters/perf/', 'clusters/perf'],
  ['./', ''],
  ['.', ''],
  ['/perf', 'perf'],
  ['.hidden/perf', '.hidden/perf'],
  [undefined, ''],
])('the path %p of a Kustomization is %p', async (path, read) => {
  const flux = await connect((_, response) =>
    json(response, 200, { metadata, spec: { path, sourceRef: { kind: 'GitRepository', name: 'perf' } } }),
  )
  expect(await flux.kustomization()).toEqual({
    name: 'flux-system/perf',
    suspended: false,
    conditions: [],
    path: read,
    source: 'flux-system/perf',
  })
})

test('a source of another kind keeps its kind', async () => {
  const sourceRef = { kind: 'OCIRepository', name: 'perf', namespace: 'other' }
  const flux = await connect((_, response) => json(response, 200, { metadata, spec: { sourceRef } }))
  expect(await flux.kustomization()).toMatchObject({ source: 'OCIRepository other/perf' })
})

test('a reconcile is requested by an annotation, as Flux itself does', async () => {
  const bodies: string[] = []
  const flux = await connect(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    bodies.push(`${request.headers['content-type']} ${body}`)
    json(response, 200, { metadata })
  })
  await flux.request('kustomization', 'now')
  expect(server.requests).toEqual([
    'PATCH /apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/runs?fieldManager=flux-client-side-apply',
  ])
  expect(bodies).toEqual([
    'application/merge-patch+json {"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":"now"}}}',
  ])
})

test('an object that is not there is FLUX and names the input', async () => {
  const flux = await connect((_, response) => status(response, 404, 'not found'))
  await expect(flux.kustomization()).rejects.toMatchObject({
    code: 'FLUX',
    message: 'there is no Kustomization flux-system/runs in the cluster (input flux-kustomization)',
  })
})

test('a name without its namespace is INPUT and names the input', async () => {
  await connect((_, response) => json(response, 200, {}))
  await expect(kubernetes.flux({ source: 'perf', kustomization: 'a/b' }).source()).rejects.toMatchObject({
    code: 'INPUT',
    message: 'the input flux-source is not namespace/name: perf',
  })
})
