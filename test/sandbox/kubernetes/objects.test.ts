import { expect, test } from '@jest/globals'
import type { Change } from './history.ts'
import type { Manifest } from './object.ts'
import { createObjects, type Objects } from './objects.ts'

const at = { namespace: 'perf', name: 'run' }

const job = (fields: object = {}): Manifest => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: at, ...fields })

const pod = (name: string, more: object = {}, owner?: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'perf', name, ...(owner && { ownerReferences: [{ uid: owner }] }) },
  spec: { terminationGracePeriodSeconds: 7 },
  ...more,
})

function cluster(options: Parameters<typeof createObjects>[0] = {}): Objects {
  const objects = createObjects(options)
  objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'perf' } })
  return objects
}

function seen(objects: Objects, kind: string, since?: string): { changes: Change[]; names(): string[] } {
  const changes: Change[] = []
  objects.watch(kind, (change) => void changes.push(change), since)
  return { changes, names: () => changes.map(({ type, object }) => `${type} ${object.metadata.name}`) }
}

test('what is created has an identity, a version and a time', () => {
  const { metadata } = cluster().create(job({ spec: { completions: 1 } }))
  expect(metadata).toMatchObject({ ...at, generation: 1, resourceVersion: '3' })
  expect(metadata.uid).toMatch(/^[\da-f-]{36}$/)
  expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
})

test.each([
  ['a second one of the same name', job(), 'jobs.batch "run" already exists'],
  [
    'one in a namespace that is not there',
    pod('p', { metadata: { namespace: 'x', name: 'p' } }),
    'namespaces "x" not found',
  ],
  ['a kind that nobody knows', { ...job(), kind: 'Cron' }, 'no matches for kind "Cron" in version "batch/v1"'],
])('%s is refused in the words of the API server', (_, manifest, message) => {
  const objects = cluster()
  objects.create(job())
  expect(() => objects.create(manifest)).toThrow(message)
})

test('an apply creates, then lays its fields over what is there; only what is wanted counts for the generation', () => {
  const objects = cluster()
  objects.apply(job({ spec: { a: 1, list: [1, 2] } }))
  objects.patch('Job', at, { status: { active: 1 } })
  const applied = objects.apply(job({ spec: { b: 2, list: [3] } }))
  expect(applied).toMatchObject({ spec: { a: 1, b: 2, list: [3] }, status: { active: 1 }, metadata: { generation: 2 } })
})

test('a change that says nothing new is none: the version stays, and nobody is told', () => {
  const objects = cluster()
  const { metadata } = objects.apply(job({ spec: { a: 1 } }))
  const { changes } = seen(objects, 'Job')
  expect(objects.apply(job({ spec: { a: 1 } })).metadata.resourceVersion).toBe(metadata.resourceVersion)
  expect(changes).toEqual([])
})

test('with an object goes what it owns; a pod on a node has its time to end first', () => {
  const objects = cluster()
  const { uid } = objects.create(job()).metadata
  objects.create(pod('waits', {}, uid))
  objects.create(pod('runs', { spec: { nodeName: 'n', terminationGracePeriodSeconds: 7 } }, uid))
  objects.create(pod('done', { spec: { nodeName: 'n' }, status: { phase: 'Succeeded' } }, uid))
  objects.delete('Job', at)
  const left = objects.list('Pod')
  expect(left.map(({ metadata }) => [metadata.name, metadata.deletionGracePeriodSeconds])).toEqual([['runs', 7]])
  objects.delete('Pod', { namespace: 'perf', name: 'runs' }, { graceSeconds: 0 })
  expect(objects.list('Pod')).toEqual([])
})

test('a watch tells what happened since a version, and then what happens, in order even where a watcher writes', () => {
  const objects = cluster()
  objects.create(job())
  const since = objects.version
  objects.patch('Job', at, { status: { active: 1 } })
  objects.watch('Job', ({ type }) => {
    if (type === 'MODIFIED') objects.patch('Job', at, { status: { ready: 1 } })
  })
  const { changes, names } = seen(objects, 'Job', since)
  objects.patch('Job', at, { status: { active: 2 } })
  objects.delete('Job', at)
  expect(names()).toEqual(['MODIFIED run', 'MODIFIED run', 'MODIFIED run', 'DELETED run'])
  expect(changes.map(({ object }) => object['status'])).toEqual([
    { active: 1 },
    { active: 2 },
    { active: 2, ready: 1 },
    { active: 2, ready: 1 },
  ])
})

test('a version that is forgotten can not be watched from', () => {
  const objects = cluster({ remembered: 2 })
  const since = objects.version
  for (const name of ['a', 'b']) objects.create(pod(name))
  expect(seen(objects, 'Pod', since).names()).toEqual(['ADDED a', 'ADDED b'])
  objects.create(pod('c'))
  expect(() => seen(objects, 'Pod', since)).toThrow(expect.objectContaining({ code: 410, reason: 'Expired' }))
})
