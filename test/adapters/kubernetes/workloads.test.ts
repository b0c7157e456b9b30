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
  return kubernetes.workloads
}

const running = (name: string, imageID: string) => ({ name, imageID, image: 'x', state: { running: {} } })
const pod = (name: string, containerStatuses?: readonly object[], more: object = {}) => ({
  metadata: { name, ...more },
  status: { ...(containerStatuses && { containerStatuses }) },
})

test('what runs in the pods of a selector is told by its image, of pods that end and of containers that wait nothing', async () => {
  const waiting = { name: 'web', imageID: '', image: 'x', state: { waiting: { reason: 'ImagePullBackOff' } } }
  const items = [
    pod('a', [running('web', 'shop@sha256:1'), running('proxy', 'proxy@sha256:9')]),
    pod('b', [waiting]),
    pod('c', [running('web', 'shop@sha256:0')], { deletionTimestamp: '2026-11-02T10:00:00Z' }),
    pod('d'),
  ]
  let asked = ''
  const workloads = await connect(({ url }, response) => {
    asked = url
    json(response, 200, { metadata: {}, items })
  })
  expect(await workloads.containers('shop', 'app=shop,tier in (web)')).toEqual([
    { pod: 'a', container: 'web', imageId: 'shop@sha256:1' },
    { pod: 'a', container: 'proxy', imageId: 'proxy@sha256:9' },
  ])
  const { pathname, searchParams } = new URL(asked, 'http://x')
  expect([pathname, searchParams.get('labelSelector')]).toEqual([
    '/api/v1/namespaces/shop/pods',
    'app=shop,tier in (web)',
  ])
})

test('a right that is missing is named, with the file that grants it', async () => {
  const message =
    'pods is forbidden: User "perf-action:ci" cannot list resource "pods" in API group "" in the namespace "shop"'
  const workloads = await connect((_, response) => status(response, 403, message))
  await expect(workloads.containers('shop', 'app=shop')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message:
      "which image a target runs can't be seen: the cluster's RBAC does not let user perf-action:ci list pods in the namespace shop",
    hint: 'give the group perf-action the right to list pods in shop: infra/rbac-target.yaml',
  })
})
