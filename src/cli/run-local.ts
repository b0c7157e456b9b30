import { resolve } from 'node:path'
import { words } from '../action/field.ts'
import { readSources, readTokens, withTokens } from '../action/prometheus-input.ts'
import { configText } from '../config/utf8.ts'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { readDuration } from '../core/units.ts'
import { type AskedLoad, FIRST_TRY, firstTry, withAskedLoad } from './asked-load.ts'
import { originOf } from './checkout.ts'
import type { Given } from './command.ts'
import { openComplaints } from './complaints.ts'
import { readIfThere, repositoryOf } from './repository.ts'
import type { Behind, Stage } from './run.ts'

const ELSEWHERE = ['bucket', 'aws-region', 'kms-key-id', 'namespace', 'commit-via'] as const

/** Everything on this machine: processes in the place of pods, a folder in the place of the bucket. */
export async function openLocalStage(given: Given, behind: Behind): Promise<Stage> {
  const { prometheus, timeoutMs } = readRest(given)
  const storeDir = resolve(given.text('out') ?? 'perf-results')
  const { root, config, tests } = await readConfig(given)
  const { createLocalWorld } = await import('../local-world.ts')
  const { world, close } = createLocalWorld({ ...behind, env: process.env, root, config, storeDir, prometheus })
  const request = {
    config: config.path,
    tests,
    ...{ namespace: 'local', bucket: 'local', prefix: '', region: 'local' },
    ...{ fluxPath: 'local', fluxBranch: 'local' },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(Object.keys(prometheus).length === 0 ? {} : { sources: Object.keys(prometheus) }),
    origin: await originOf(root),
  }
  return { request, world, close }
}

function readRest(given: Given) {
  const complaints = openComplaints('run')
  for (const name of ELSEWHERE)
    if (given.text(name) !== undefined) complaints.add(`--${name} is for runs in a cluster, not with --local`)
  const timeout = given.text('timeout')
  const timeoutMs = timeout === undefined ? undefined : complaints.read('timeout', readDuration(timeout))
  const sources = readSources(given.list('prometheus').join('\n'))
  const tokens = complaints.read('prometheus-token', readTokens(tokensOf(given), sources))
  const addresses = complaints.read('prometheus', sources)
  complaints.throwAll()
  return { prometheus: withTokens(addresses ?? {}, tokens ?? {}), timeoutMs }
}

function tokensOf(given: Given): string {
  const told = given.list('prometheus-token').join('\n')
  return told === '' && given.list('prometheus').length > 0 ? (process.env['PROMETHEUS_TOKEN'] ?? '') : told
}

/** perf.yaml with what the options say; without a file, and with a target, one of a single request. */
async function readConfig(given: Given) {
  const named = given.text('config')
  const asked = askedLoad(given)
  const names = given.list('test').flatMap(words)
  const tests = names.length === 0 || names.includes('all') ? ('all' as const) : names
  const { root, file: path } = repositoryOf(named ?? 'perf.yaml')
  const bytes = await readIfThere(resolve(root, path))
  if (bytes !== undefined)
    return { root, tests, config: { path, text: withAskedLoad(configText(bytes, path), tests, asked) } }
  if (named !== undefined || asked.target === undefined || tests !== 'all')
    throw new PerfError('CONFIG', `there is no ${quote(named ?? 'perf.yaml')}`, {
      hint: 'name the file with --config, or try --target http://localhost:8080 alone',
    })
  return { root, tests: [FIRST_TRY], config: { path, text: firstTry(asked) } }
}

function askedLoad(given: Given): AskedLoad {
  const [target, duration, rate] = [given.text('target'), given.text('duration'), given.text('rate')]
  return {
    ...(target === undefined ? {} : { target }),
    ...(duration === undefined ? {} : { duration }),
    ...(rate === undefined ? {} : { rate }),
    limits: given.list('limit'),
  }
}
