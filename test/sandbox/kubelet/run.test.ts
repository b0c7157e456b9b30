/** A run as perf-action renders it, from its folder to its results: our agent and our generators as processes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createKubernetes } from '../../../src/adapters/kubernetes/kubernetes.ts'
import { createS3Store } from '../../../src/adapters/s3.ts'
import type { JobState } from '../../../src/core/job.ts'
import { decideJob } from '../../../src/core/job-decision.ts'
import { NODE_IMAGE } from '../../../src/core/manifest/pod.ts'
import { renderFolder } from '../../../src/core/manifest/render.ts'
import type { HttpTest, JMeterTest } from '../../../src/core/plan.ts'
import { parsePodManifest } from '../../../src/core/pod-manifest.ts'
import { keys } from '../../../src/core/run.ts'
import { httpTest, jmeterTest, runOf } from '../../core/manifest/samples.ts'
import { type S3Server, startS3 } from '../../support/s3.ts'
import { until } from '../../world/until.ts'
import { build } from '../flux/kustomize/build.ts'
import type { Manifest } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { startKubernetes } from '../kubernetes/server.ts'
import { emptyCluster } from './bench.ts'
import { startJobs } from './jobs.ts'

let parts: AsyncDisposableStack
let objects: Objects
let jobs: ReturnType<ReturnType<typeof createKubernetes>['jobs']>
let s3: S3Server
let served = 0
let target: string

const program = (name: string) =>
  `import ${JSON.stringify(String(new URL(`../../../src/${name}.ts`, import.meta.url)))}\n`

const IMAGES = [NODE_IMAGE, httpTest.image, jmeterTest.image]

beforeEach(async () => {
  parts = new AsyncDisposableStack()
  s3 = parts.use(await startS3('results'))
  served = 0
  const shop = createServer((_, response) => response.end(`${++served}`))
  await new Promise<void>((ready) => shop.listen(0, '127.0.0.1', ready))
  parts.defer(() => void shop.close().closeAllConnections())
  target = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
  objects = emptyCluster()
  letReadJobs(objects)
  const node = parts.use(await startJobs({ objects, images: IMAGES }))
  const authenticate = async () => ({ user: 'perf-action:run', groups: ['perf-action'] })
  const cluster = parts.use(await startKubernetes({ objects, authenticate, service: () => undefined, log: node.log }))
  const token = async () => ({ token: 'one', expiresAt: 9e15 })
  const options = { server: cluster.url, caData: cluster.caData, clock: systemClock, token }
  jobs = parts.adopt(createKubernetes(options), (client) => client.close()).jobs('perf')
})

afterEach(async () => await parts.disposeAsync())

function letReadJobs(cluster: Objects): void {
  const named = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { namespace: 'perf', name: 'perf-action' } }
  cluster.create({ ...named, kind: 'Role', rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] })
  const subjects = [{ kind: 'Group', name: 'perf-action' }]
  cluster.create({ ...named, kind: 'RoleBinding', subjects, roleRef: { kind: 'Role', name: 'perf-action' } })
}

/** Puts the objects of a run into the cluster as Flux would, with what an agent needs to find the bucket. */
function begin(of: HttpTest | JMeterTest, env: Readonly<Record<string, string>> = {}) {
  const run = runOf(of)
  const { files } = renderFolder(run, { agent: program('agent'), http: program('http') })
  const folder = new Map(files.map(({ path: name, content }) => [name, Buffer.from(content)]))
  const access = { AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }
  for (const object of build({ files: folder, root: '/' }, '.'))
    objects.apply(object.kind === 'Job' ? withEnv(object, { ...access, ...env }) : object)
  return run
}

/** The environment of both containers, with this added. */
function withEnv(job: Manifest, env: Readonly<Record<string, string>>): Manifest {
  const more = Object.entries(env).map(([name, value]) => ({ name, value }))
  const { spec } = structuredClone(job) as unknown as { spec: { template: { spec: Containers } } }
  const { initContainers, containers } = spec.template.spec
  for (const container of [...initContainers, ...containers]) container.env = [...(container.env ?? []), ...more]
  return { ...job, spec }
}

interface Containers {
  readonly initContainers: { env?: object[] }[]
  readonly containers: { env?: object[] }[]
}

async function follow(job: string): Promise<JobState> {
  let last: JobState | undefined
  for await (const state of jobs.follow(job, new AbortController().signal)) last = state
  if (last === undefined) throw new Error('the Job was never seen')
  return last
}

async function manifests(run: ReturnType<typeof runOf>) {
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
  const store = createS3Store({ bucket: run.bucket, region: run.region, endpoint: s3.endpoint, credentials })
  const indexes = Array.from({ length: run.test.pods }, (_, index) => index)
  return await Promise.all(
    indexes.map(async (index) => {
      const text = Buffer.from((await store.get(keys(run).manifest(index))) ?? '').toString()
      return parsePodManifest(text, { run: run.id, index })
    }),
  )
}

const brief = { rampMs: 0, durationMs: 1500, pods: 2 } as const

test('two pods of generator http load the target and leave their results; nothing is said of a cgroup that is not theirs', async () => {
  const run = begin({ ...httpTest, ...brief, rate: 40, target: { url: target } })
  const end = await follow(run.id)
  expect(decideJob({ job: end, events: [], now: Date.now() })).toEqual({ state: 'ended', ok: true, reasons: [] })
  expect(end.pods.map(({ index, phase }) => [index, phase])).toEqual([
    [0, 'Succeeded'],
    [1, 'Succeeded'],
  ])
  const found = await manifests(run)
  expect(found.map(({ state }) => state)).toEqual(['done', 'done'])
  expect(found.flatMap(({ blocks }) => blocks.map(({ exit, health }) => ({ exit, health })))).toEqual([
    { exit: 0, health: { readings: 0 } },
    { exit: 0, health: { readings: 0 } },
  ])
  expect(found.reduce((sum, { summary }) => sum + summary.total.count, 0)).toBe(served)
  expect(served).toBeGreaterThan(40)
  expect(await jobs.logs(end.pods[0]?.name ?? '', 'generator', 1)).toEqual([
    expect.stringMatching(/^load: \d+ samples$/),
  ])
})

test("a pod of JMeter's run.sh, with a stand-in for JMeter", async () => {
  const JAVA_HOME = fileURLToPath(new URL('../../support/jmeter', import.meta.url))
  using _ = machineWith({ JAVA_HOME, PATH: `${JAVA_HOME}:${process.env['PATH']}:/usr/bin:/bin` }) // a container has these, whatever this shell has
  const env = { FAKE_NODE: 'node', FAKE_JAVA_VERSION: '17.0.1' }
  const properties = { 'fake.rows': '7' }
  const run = begin({ ...jmeterTest, ...brief, pods: 1, properties, target: { url: target } }, env)
  expect(await follow(run.id)).toMatchObject({ state: 'complete', pods: [{ phase: 'Succeeded' }] })
  const [found] = await manifests(run)
  expect(found).toMatchObject({
    state: 'done',
    blocks: [{ exit: 0, finished: true }],
    summary: { total: { count: 7 } },
  })
})

/** Programs that this machine has for a while. */
function machineWith(env: Readonly<Record<string, string>>): Disposable {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, env)
  return {
    [Symbol.dispose]: () => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}

test('a run that is deleted stops its load and hands its results on; nothing of it is left', async () => {
  const run = begin({ ...httpTest, ...brief, pods: 1, durationMs: 600_000, rate: 40, target: { url: target } })
  await until('load', async () => served > 5)
  objects.delete('Job', { namespace: 'perf', name: run.id })
  await until('an end of all pods', async () => objects.list('Pod').length === 0)
  const [found] = await manifests(run)
  expect(found).toMatchObject({ state: 'stopped', message: expect.stringMatching(/told to end|ends/) })
  expect(found?.summary.total.count).toBeGreaterThanOrEqual(5)
})

test('a pod whose bucket refuses ends the Job with the exit that says so', async () => {
  s3.failing(() => ({ status: 403, code: 'AccessDenied' }))
  const end = await follow(begin({ ...httpTest, ...brief, pods: 1, target: { url: target } }).id)
  expect(end).toMatchObject({ state: 'failed', reason: 'PodFailurePolicy' })
  const decision = decideJob({ job: end, events: [], now: Date.now() })
  expect(decision).toMatchObject({
    ok: false,
    reasons: [expect.stringContaining('generator ended with 78'), expect.anything()],
  })
})

test('an image that is not there is hopeless, and said so with its events', async () => {
  const { id } = begin({ ...httpTest, ...brief, pods: 1, image: 'registry.invalid/none:1.0.0' })
  const hopeless = await until('a decision', async () => {
    const job = await jobs.get(id)
    const decision = job && decideJob({ job, events: await jobs.events(id), now: Date.now() })
    return decision?.state === 'hopeless' ? decision.error.message : undefined
  })
  expect(hopeless).toMatch(
    /^the image registry\.invalid\/none:1\.0\.0 of generator in the pod \S+ can't be had: ErrImagePull: .*no such host$/,
  )
})
