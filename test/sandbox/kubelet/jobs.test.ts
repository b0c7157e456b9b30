/** Jobs of a line of JavaScript each, from their creation to their end; what is expected was seen of Kubernetes 1.35. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isAlive } from '../../../src/agent/processes.ts'
import { NODE_IMAGE } from '../../../src/core/manifest/pod.ts'
import { until } from '../../world/until.ts'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { conditionsOf, emptyCluster, hasEnded, jobOf, objectThat, type SmallJob } from './bench.ts'
import { type JobsOptions, type RunningJobs, startJobs } from './jobs.ts'
import { isOver, phase } from './pod-status.ts'

let objects: Objects
let jobs: RunningJobs

beforeEach(() => {
  objects = emptyCluster()
})

afterEach(async () => await jobs[Symbol.asyncDispose]())

async function start(job: SmallJob, options: Partial<JobsOptions> = {}): Promise<void> {
  jobs = await startJobs({ objects, ...options })
  objects.create(jobOf(job))
}

const job = () => objects.list('Job')[0]!
const pods = () => objects.list('Pod')
const ended = () => objectThat(objects, 'Job', hasEnded)
const states = ({ status }: KubeObject) => {
  const { initContainerStatuses = [], containerStatuses = [] } = status as Record<string, readonly { state: object }[]>
  return [...initContainerStatuses, ...containerStatuses].map(({ state }) => state)
}
const warnings = () => objects.list('Event').map(({ reason, message }) => `${reason}: ${message}`)
const seconds = (code: string, ms: number) => `setTimeout(() => { ${code} }, ${ms})`

describe('a Job of two pods', () => {
  beforeEach(() => start({ generator: 'console.log("load")', spec: { completions: 2, parallelism: 2 } }))

  test('is complete once both have ended well', async () => {
    const { status } = await ended()
    expect(status).toMatchObject({ succeeded: 2, failed: 0, completedIndexes: '0,1', failedIndexes: '' })
    const word = { status: 'True', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
    expect(status).toMatchObject({
      conditions: [
        { type: 'SuccessCriteriaMet', ...word },
        { type: 'Complete', ...word },
      ],
    })
  })

  test('has its pods named, labelled and told by their index; the sidecar ends after the generator', async () => {
    await ended()
    expect(pods().map(({ metadata: { name, labels } }) => [name.slice(0, 6), labels])).toEqual(
      ['0', '1'].map((index) => [
        `run-${index}-`,
        expect.objectContaining({
          ...{ app: 'x', 'batch.kubernetes.io/job-name': 'run', 'job-name': 'run' },
          'batch.kubernetes.io/job-completion-index': index,
        }),
      ]),
    )
    const done = { terminated: expect.objectContaining({ exitCode: 0, reason: 'Completed' }) }
    for (const pod of pods())
      expect([phase(pod), ...states(pod)]).toEqual(['Succeeded', { terminated: expect.anything() }, done])
  })
})

test('a pod is Pending, Running with both containers, then over', async () => {
  const seen: string[] = []
  objects.watch('Pod', ({ object }) => {
    const word = [phase(object), ...states(object).map((state) => Object.keys(state)[0])].join(' ')
    if (seen.at(-1) !== word) seen.push(word)
  })
  await start({ generator: seconds('process.exit(3)', 300) })
  await ended()
  expect(seen).toEqual([
    'Pending',
    'Pending running waiting',
    'Running running running',
    'Running running terminated',
    'Running terminated terminated',
    'Failed terminated terminated',
  ])
})

test.each([
  [1, 'FailedIndexes', /^Job has failed indexes$/],
  [75, 'FailedIndexes', /^Job has failed indexes$/],
  [
    77,
    'PodFailurePolicy',
    /^Container generator for pod perf\/run-0-\w{5} failed with exit code 77 matching FailJob rule at index 1$/,
  ],
])('a generator that ends with %i fails the Job by %s', async (code, reason, message) => {
  await start({ generator: `process.exit(${code})` })
  const failed = { reason, message: expect.stringMatching(message) }
  expect(conditionsOf(await ended())).toMatchObject([
    { type: 'FailureTarget', ...failed },
    { type: 'Failed', ...failed },
  ])
  expect(job()['status']).toMatchObject({ failed: 1, failedIndexes: '0' })
  expect(pods().map(phase)).toEqual(['Failed'])
})

test('where one pod fails the whole Job, the others are ended', async () => {
  const generator = `process.env.JOB_COMPLETION_INDEX === '0' ? process.exit(78) : setInterval(() => {}, 1000)`
  await start({ generator, spec: { completions: 2, parallelism: 2 } })
  expect(conditionsOf(await ended()).at(-1)).toMatchObject({ type: 'Failed', reason: 'PodFailurePolicy' })
  await until('an end of the other pod', async () => pods().length === 1)
  expect(pods()[0]!.metadata.name).toMatch(/^run-0-/)
})

test('a Job that runs into its deadline ends its pods, and then fails', async () => {
  await start({ generator: 'setInterval(() => {}, 1000)', spec: { activeDeadlineSeconds: 1 } })
  const { status } = await ended()
  const failed = { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
  expect(status).toMatchObject({
    conditions: [
      { type: 'FailureTarget', ...failed },
      { type: 'Failed', ...failed },
    ],
  })
  await until('an end of all pods', async () => pods().length === 0)
})

test('an image that is not there keeps the pod Pending, and events say why', async () => {
  await start({ generator: '', image: 'registry.invalid/none:1.0.0' })
  const waits = (reason: string) => (pod: KubeObject) => JSON.stringify(states(pod)).includes(`"${reason}"`)
  const failure =
    /failed to pull and unpack image "registry\.invalid\/none:1\.0\.0": .*lookup registry\.invalid: no such host$/
  const first = await objectThat(objects, 'Pod', waits('ErrImagePull'))
  expect(states(first)[1]).toEqual({ waiting: { reason: 'ErrImagePull', message: expect.stringMatching(failure) } })
  const then = await objectThat(objects, 'Pod', waits('ImagePullBackOff'))
  const message = expect.stringMatching(
    /^Back-off pulling image "registry\.invalid\/none:1\.0\.0": ErrImagePull: failed/,
  )
  expect(states(then)[1]).toEqual({ waiting: { reason: 'ImagePullBackOff', message } })
  expect(phase(then)).toBe('Pending')
  expect(warnings()).toEqual([
    expect.stringMatching(/^Failed: Failed to pull image "registry\.invalid\/none:1\.0\.0": failed to pull/),
    'Failed: Error: ErrImagePull',
    'Failed: Error: ImagePullBackOff',
  ])
})

test('pods that the node has no room for wait until others have ended', async () => {
  const generator = `process.env.JOB_COMPLETION_INDEX === '0' && ${seconds('', 200)}`
  const node = { cpuMillis: 3000, memoryBytes: 2 ** 30 }
  await start({ generator, spec: { completions: 2, parallelism: 2 } }, { node })
  const unscheduled = await objectThat(objects, 'Pod', (pod) => conditionsOf(pod)[0]?.reason === 'Unschedulable')
  const message = expect.stringMatching(/^0\/1 nodes are available: 1 Insufficient cpu\. /)
  expect(conditionsOf(unscheduled)).toMatchObject([{ type: 'PodScheduled', status: 'False', message }])
  expect(warnings()).toEqual([expect.stringMatching(/^FailedScheduling: 0\/1 nodes are available: 1 Insufficient cpu/)])
  expect((await ended())['status']).toMatchObject({ succeeded: 2 })
})

test('a sidecar that ends is started again', async () => {
  const agent = 'console.log("here")'
  await start({ generator: 'setInterval(() => {}, 1000)', agent })
  const restarted = await objectThat(objects, 'Pod', ({ status }) => /"restartCount":1/.test(JSON.stringify(status)))
  expect(phase(restarted)).toMatch(/Pending|Running/)
  const log = () => jobs.log('perf', restarted.metadata.name, 'agent')
  await until('the second of it', async () => (await log()) === 'here\nhere\n')
})

test('a program that is not there is a start error', async () => {
  await start({
    generator: '',
    pod: { containers: [{ name: 'generator', image: NODE_IMAGE, command: ['no-such-program'] }] },
  })
  await ended()
  expect(states(pods()[0]!)[1]).toMatchObject({ terminated: { exitCode: 128, reason: 'StartError' } })
})

test('a program finds its volumes, its variables and its token', async () => {
  const metadata = { namespace: 'perf', name: 'files' }
  objects.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'a.txt': 'text' },
    binaryData: { b: 'AAE=' },
  })
  const read = (path: string) => `require('fs').readFileSync(${path})`
  const generator = `
    console.log(String(${read('process.env.FILE')}), ${read('process.env.DIR + "/b"')}.toString('hex'))
    console.log(${read('process.env.TOKEN')}.toString(), process.env.SAID, process.env.HOME !== undefined, process.env.SECRET)`
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } })
  const mount = (name: string, mountPath: string) => ({ name, mountPath })
  const container = {
    volumeMounts: [mount('spec', '/spec'), mount('token', '/var/run/token')],
    env: [
      ...[
        { name: 'DIR', value: '/spec' },
        { name: 'FILE', value: '$(DIR)/a.txt' },
      ],
      ...[{ name: 'TOKEN', value: '/var/run/token/token' }, field('NAME', 'metadata.name')],
      { name: 'SAID', value: 'I am $(NAME), $(NOBODY)' },
    ],
  }
  const serviceAccountToken = { audience: 'sts', expirationSeconds: 600, path: 'token' }
  const volumes = [
    { name: 'spec', configMap: { name: 'files' } },
    { name: 'token', projected: { sources: [{ serviceAccountToken }] } },
  ]
  const token = async (asked: object) => JSON.stringify(asked)
  process.env['SECRET'] = 'of this machine'
  await start({ generator, container, pod: { volumes } }, { token })
  await ended()
  const { name } = pods()[0]!.metadata
  const asked = { namespace: 'perf', serviceAccount: 'perf-runner', pod: name, audience: 'sts', seconds: 600 }
  const said = `text 0001\n${JSON.stringify(asked)} I am ${name}, $(NOBODY) true undefined\n`
  expect(await jobs.log('perf', name, 'generator')).toBe(said)
})

test('a volume that can not be had keeps the pod Pending, and an event says why', async () => {
  await start({ generator: '', pod: { volumes: [{ name: 'spec', configMap: { name: 'gone' } }] } })
  await objectThat(objects, 'Event', () => true)
  expect(warnings()).toEqual(['FailedMount: MountVolume.SetUp failed for volume "spec": configmap "gone" not found'])
  expect(pods().map(phase)).toEqual(['Pending'])
})

describe('a Job that is deleted', () => {
  const generator = `
    const { spawn } = require('child_process')
    console.log('child', spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']).pid)
    process.on('SIGTERM', () => { console.log('told'); if (process.env.DEAF !== 'yes') process.exit(0) })
    setInterval(() => {}, 1000)`

  async function deleteUnderLoad(grace: number, deaf: string) {
    const container = { env: [{ name: 'DEAF', value: deaf }] }
    await start({ generator, container, pod: { terminationGracePeriodSeconds: grace } })
    const pod = await objectThat(objects, 'Pod', (one) => phase(one) === 'Running')
    const log = () => jobs.log('perf', pod.metadata.name, 'generator')
    const child = await until('a child', async () => /child (\d+)/.exec((await log()) ?? '')?.[1])
    const last = objectThat(objects, 'Pod', isOver)
    objects.delete('Job', job().metadata)
    expect(pods()).toMatchObject([{ metadata: { deletionGracePeriodSeconds: grace } }])
    const over = await last
    await until('an end of all pods', async () => pods().length === 0)
    return { over, child: Number(child) }
  }

  test('has its pods told to end; what they have started is gone, too', async () => {
    const { over, child } = await deleteUnderLoad(20, 'no')
    expect([phase(over), ...states(over)]).toMatchObject([
      'Succeeded',
      { terminated: { exitCode: 0 } },
      { terminated: { exitCode: 0 } },
    ])
    await until('an end of its child', async () => !isAlive(child))
  })

  test('has pods killed that do not end within their grace', async () => {
    const { over } = await deleteUnderLoad(1, 'yes')
    expect(states(over)[1]).toMatchObject({ terminated: { exitCode: 137, reason: 'Error' } })
  })
})
