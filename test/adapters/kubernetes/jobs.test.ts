import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from '@jest/globals'
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/kubernetes.ts'
import type { JobState } from '../../../src/core/job.ts'
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
  const clock = stillClock()
  const token = async () => ({ token: 'one', expiresAt: 9e15 })
  kubernetes = createKubernetes({ server: server.url, caData: server.caData, clock, token })
  return { jobs: kubernetes.jobs('perf'), clock }
}

const job = (end?: 'Complete' | 'Failed', uid = 'u1') => ({
  metadata: { name: 'run', uid, annotations: { 'perf-action/run-id': 'run', 'perf-action/spec-digest': 'abc' } },
  status: end === undefined ? {} : { conditions: [{ type: end, status: 'True', reason: 'Why', message: 'so' }] },
})

const pod = (phase: string, index = 0, more: object = {}) => ({
  metadata: {
    name: `run-${index}-x`,
    labels: { 'batch.kubernetes.io/job-completion-index': String(index) },
    creationTimestamp: '2026-11-02T10:00:00Z',
  },
  spec: {
    nodeName: 'n1',
    containers: [{ name: 'generator', image: 'jmeter:5', resources: { limits: { memory: '512Mi' } } }],
  },
  status: { phase, ...more },
})

interface World {
  job: object | undefined
  pods: object[]
}

const list = (items: readonly (object | undefined)[]) => ({
  metadata: { resourceVersion: '7' },
  items: items.filter((item) => item !== undefined),
})

/** Lists what `world` holds; each watch of Jobs or pods gets the next of its answers, further ones stay silent. */
function cluster(world: World, watches: { jobs?: Answer[]; pods?: Answer[] }): Answer {
  return (request, response) => {
    const kind = request.url.includes('/batch/v1/') ? 'jobs' : 'pods'
    if (!request.url.includes('watch=true'))
      return json(response, 200, list(kind === 'jobs' ? [world.job] : world.pods))
    const next = watches[kind]?.shift()
    if (next === undefined) response.writeHead(200).flushHeaders()
    else next(request, response)
  }
}

const event = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`
const send =
  (...lines: string[]): Answer =>
  (_, response: ServerResponse) => {
    response.writeHead(200)
    for (const line of lines) response.write(line)
  }

async function states(following: AsyncIterable<JobState>): Promise<string[]> {
  const seen: string[] = []
  for await (const { state, pods } of following) seen.push([state, ...pods.map(({ phase }) => phase)].join(' '))
  return seen
}

const never = new AbortController().signal

test('a Job is followed through its changes to its end, and a last list has the end of its pods', async () => {
  const world: World = { job: job(), pods: [pod('Pending')] }
  const { jobs } = await connect(
    cluster(world, {
      pods: [send(event('MODIFIED', pod('Running')), event('ADDED', pod('Pending', 1)), event('DELETED', pod('', 1)))],
      jobs: [
        (request, response) => {
          setImmediate(() => {
            Object.assign(world, { job: job('Complete'), pods: [pod('Succeeded')] })
            send(event('MODIFIED', job('Complete')))(request, response)
          })
        },
      ],
    }),
  )
  const seen = await states(jobs.follow('run', never))
  expect(seen[0]).toBe('running Pending')
  expect(seen.at(-1)).toBe('complete Succeeded')
})

const troubles: readonly (readonly [string, Answer])[] = [
  ['is cut within a line', (_, response) => response.writeHead(200).write('{"type":"MOD', () => response.destroy())],
  ['is refused with 410', (_, response) => status(response, 410, 'too old resource version')],
  ['says 410 as an event', send(event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }))],
  ['ends', (_, response) => response.writeHead(200).end()],
  ['is refused with 429', (_, response) => status(response, 429, 'slow down')],
  ['is refused with 500', (_, response) => status(response, 500, 'etcdserver: leader changed')],
  ['never gets an answer', (request) => request.socket.destroy()],
]

test.each(troubles)('a watch that %s costs a new list, and nothing is lost', async (_, trouble) => {
  const world: World = { job: job(), pods: [pod('Running')] }
  let lists = 0
  const answer = cluster(world, { jobs: [trouble] })
  const { jobs } = await connect((request, response) => {
    if (!request.url.includes('watch=true') && ++lists > 2) {
      Object.assign(world, { job: job('Failed'), pods: [pod('Failed')] })
    }
    answer(request, response)
  })
  expect(await states(jobs.follow('run', never))).toEqual(['running Running', 'failed Failed'])
})

test('watches that end at once are tried again more and more slowly', async () => {
  const world: World = { job: job(), pods: [] }
  let watches = 0
  const { jobs, clock } = await connect((request, response) => {
    if (!request.url.includes('watch=true')) return cluster(world, {})(request, response)
    if (++watches > 16) world.job = job('Complete')
    response.writeHead(200).end()
  })
  await states(jobs.follow('run', never))
  expect(clock.slept.slice(0, 6)).toEqual([250, 500, 1000, 2000, 4000, 8000])
})

test('a Job that is deleted, or made anew under its name, is gone', async () => {
  const world: World = { job: job(), pods: [pod('Running')] }
  const deleted = await connect(cluster(world, { jobs: [send(event('DELETED', job()))] }))
  expect(await states(deleted.jobs.follow('run', never))).toEqual(['running Running', 'gone Running'])
  kubernetes.close()
  await server.close()

  const anew = await connect(cluster(world, { jobs: [send(event('ADDED', job(undefined, 'u2')))] }))
  expect(await states(anew.jobs.follow('run', never))).toEqual(['running Running', 'gone Running'])
})

test('a refusal of the watch for want of rights is not swallowed', async () => {
  const world: World = { job: job(), pods: [] }
  const refused: Answer = (_, response) =>
    status(
      response,
      403,
      'pods is forbidden: User "u" cannot watch resource "pods" in API group "" in the namespace "perf"',
    )
  const { jobs } = await connect(cluster(world, { pods: [refused] }))
  await expect(states(jobs.follow('run', never))).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: "the cluster's RBAC does not let user u watch pods in the namespace perf",
  })
})

test('an abort ends a silent watch with its reason', async () => {
  const abort = new AbortController()
  const reason = new Error('cancelled')
  const { jobs } = await connect(cluster({ job: job(), pods: [] }, {}))
  const following = jobs.follow('run', abort.signal)[Symbol.asyncIterator]()
  expect((await following.next()).value).toMatchObject({ state: 'running' })
  const next = following.next()
  abort.abort(reason)
  await expect(next).rejects.toBe(reason)
})

test('one quiet cycle of 30 s costs two lists and two watches', async () => {
  const world: World = { job: job(), pods: [pod('Running')] }
  const { jobs } = await connect((request, response) => {
    if (!request.url.includes('watch=true')) return cluster(world, {})(request, response)
    if (request.url.includes('/batch/')) {
      world.job = job('Complete')
      response.writeHead(200).end()
    } else response.writeHead(200).flushHeaders()
  })
  await states(jobs.follow('run', never))
  expect(server.requests.filter((request) => request.includes('watch=true'))).toHaveLength(2)
  expect(
    server.requests.every((request) => !request.includes('watch=true') || request.includes('timeoutSeconds=30')),
  ).toBe(true)
})

test('a Job and its pods become core words, pods in the order of their index', async () => {
  const oom = {
    containerStatuses: [
      { name: 'generator', image: 'x', restartCount: 0, state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
    ],
  }
  const pending = {
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }],
  }
  const { jobs } = await connect(
    cluster({ job: job('Failed'), pods: [pod('Pending', 2, pending), pod('Failed', 1, oom)] }, {}),
  )
  expect(await jobs.get('run')).toEqual({
    name: 'run',
    state: 'failed',
    reason: 'Why',
    message: 'so',
    run: 'run',
    digest: 'abc',
    pods: [
      {
        name: 'run-1-x',
        index: 1,
        phase: 'Failed',
        node: 'n1',
        createdAt: Date.UTC(2026, 10, 2, 10),
        containers: [
          {
            name: 'generator',
            state: 'terminated',
            reason: 'OOMKilled',
            exit: 137,
            image: 'jmeter:5',
            memoryLimit: '512Mi',
          },
        ],
      },
      {
        name: 'run-2-x',
        index: 2,
        phase: 'Pending',
        reason: 'Unschedulable',
        message: '0/1 nodes',
        node: 'n1',
        createdAt: Date.UTC(2026, 10, 2, 10),
        containers: [],
      },
    ],
  })
})

test('pods that outlive their Job are still there, nothing at all is undefined', async () => {
  const world: World = { job: undefined, pods: [pod('Running')] }
  const { jobs } = await connect(cluster(world, {}))
  expect(await jobs.get('run')).toMatchObject({ state: 'gone', pods: [{ phase: 'Running' }] })
  world.pods = []
  expect(await jobs.get('run')).toBeUndefined()
})

test('events are those of the Job and its pods, oldest first, of both APIs and all pages', async () => {
  const of = (kind: string, name: string, more: object) => ({ metadata: {}, involvedObject: { kind, name }, ...more })
  const pages = [
    [
      of('Pod', 'run-0-x', {
        type: 'Warning',
        reason: 'FailedScheduling',
        message: 'no room',
        eventTime: '1970-01-01T00:00:09.000000Z',
        series: { count: 4, lastObservedTime: '1970-01-01T00:00:20.000000Z' },
      }),
      of('Pod', 'runner-0-x', { reason: 'Other', lastTimestamp: '1970-01-01T00:00:01Z' }),
    ],
    [
      of('Job', 'run', {
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: 'pod',
        count: 2,
        lastTimestamp: '1970-01-01T00:00:03Z',
      }),
    ],
  ]
  const { jobs } = await connect((request, response) => {
    const second = request.url.includes('continue=more')
    json(response, 200, { metadata: second ? {} : { continue: 'more' }, items: pages[second ? 1 : 0] })
  })
  expect(await jobs.events('run')).toEqual([
    { at: 3000, type: 'Normal', reason: 'SuccessfulCreate', message: 'pod', object: 'Job/run', count: 2 },
    { at: 20_000, type: 'Warning', reason: 'FailedScheduling', message: 'no room', object: 'Pod/run-0-x', count: 4 },
  ])
})

test('the log of a container that has not begun is empty', async () => {
  const { jobs } = await connect((_, response) => status(response, 400, 'container "generator" is waiting to start'))
  expect(await jobs.logs('run-0-x', 'generator', 10)).toEqual([])
})
