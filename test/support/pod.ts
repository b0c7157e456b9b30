import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RUN_SH } from '../../src/core/manifest/run-sh.ts'
import type { RunSpec } from '../../src/core/spec.ts'
import { temporaryFolder } from './folder.ts'
import { type Program, startProgram } from './program.ts'
import type { S3Server } from './s3.ts'

const root = new URL('../..', import.meta.url).pathname
const fake = join(root, 'test/support/jmeter')

export const PLAN = '<jmeterTestPlan/>'

/** A spec of one short block of JMeter in one pod, but for what is said. */
export function specOf(said: Partial<RunSpec> = {}): RunSpec {
  return {
    schema: 'perf-action/spec/v1',
    run: 'r20260101000000-abcdef',
    test: 'shop',
    pods: 1,
    generator: 'jmeter',
    bucket: 'results',
    prefix: 'perf',
    region: 'eu-west-1',
    blocks: [{ id: 'load', threads: 3, rampMs: 0, durationMs: 20_000, target: 'http://shop:8080/base' }],
    plan: { from: 'file', name: 'plan.jmx', sha256: createHash('sha256').update(PLAN).digest('hex') },
    properties: {},
    chunkSeconds: 30,
    progressSeconds: 1,
    barrierSeconds: 20,
    overtimeSeconds: 60,
    ...said,
  }
}

export interface Pod extends Disposable {
  readonly work: string
  readonly agent: Program
  readonly generator: Program
  /** A second agent in this pod, as when Kubernetes starts it again. */
  startAgent(): Program
}

export interface PodOptions {
  readonly spec: RunSpec
  readonly s3: S3Server
  readonly index?: number
  readonly env?: Readonly<Record<string, string>>
  readonly shell?: readonly string[]
}

/** Starts both containers of a pod as processes of this machine: the agent, and run.sh with a stand-in for JMeter. */
export function startPod({ spec, s3, index = 0, env = {}, shell = ['sh'] }: PodOptions): Pod {
  const folder = temporaryFolder()
  const { specDir, work } = layFiles(folder.path, spec)
  const shared = { PERF_WORK_DIR: work, PERF_SPEC_DIR: specDir, JOB_COMPLETION_INDEX: String(index) }
  const identity = { POD_NAME: `pod-${index}`, POD_UID: randomUUID() }
  const access = { AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }
  const jmeter = { JAVA_HOME: fake, FAKE_NODE: process.execPath, FAKE_JAVA_VERSION: '17.0.1', HEAP: '-Xmx64m' }
  const path = `${process.env['PATH']}:/usr/bin:/bin` // a container has these, whatever this shell has
  const started: Program[] = []
  const run = (command: readonly string[], own: Readonly<Record<string, string>>) => {
    const program = startProgram(command, { ...shared, ...own, ...env })
    started.push(program)
    return program
  }
  const startAgent = () => run([process.execPath, join(root, 'src/agent.ts')], { ...identity, ...access, PATH: path })
  const blocks = spec.blocks.map(({ id }) => id)
  return {
    work,
    agent: startAgent(),
    generator: run([...shell, join(specDir, 'run.sh'), ...blocks], { ...jmeter, PATH: `${fake}:${path}` }),
    startAgent,
    [Symbol.dispose]: () => {
      for (const program of started) program.kill()
      folder[Symbol.dispose]()
    },
  }
}

function layFiles(folder: string, spec: RunSpec) {
  const [specDir, work] = [join(folder, 'spec'), join(folder, 'work')]
  for (const directory of [specDir, work]) mkdirSync(directory)
  writeFileSync(join(specDir, 'spec.json'), JSON.stringify(spec))
  writeFileSync(join(specDir, 'plan.jmx'), PLAN)
  writeFileSync(join(specDir, 'run.sh'), RUN_SH)
  return { specDir, work }
}
