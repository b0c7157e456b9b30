import { resolve } from 'node:path'
import type { PrometheusSources } from '../action/prometheus-input.ts'
import { readConfig } from './asked-config.ts'
import { type AskedLoad, readAskedLoad } from './asked-load.ts'
import { originOf } from './checkout.ts'
import type { Given } from './command.ts'
import { openComplaints } from './complaints.ts'
import { readPrometheus, readTimeout } from './run-readings.ts'
import type { Behind, Stage } from './stage.ts'

const ELSEWHERE = ['bucket', 'aws-region', 'kms-key-id', 'namespace', 'commit-via'] as const

/** Everything on this machine: processes in the place of pods, a folder in the place of the bucket. */
export async function openLocalStage(given: Given, behind: Behind): Promise<Stage> {
  const { prometheus, timeoutMs, load } = readOptions(given)
  const storeDir = resolve(given.text('out') ?? 'perf-results')
  const { root, config, tests, overrides } = await readConfig(given, load)
  const { createLocalWorld } = await import('../local-world.ts')
  const { world, close } = createLocalWorld({ ...behind, env: process.env, root, config, storeDir, prometheus })
  const request = {
    config: config.path,
    ...{ tests, overrides },
    ...{ namespace: 'local', bucket: 'local', prefix: '', region: 'local' },
    ...{ fluxPath: 'local', fluxBranch: 'local' },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(Object.keys(prometheus).length === 0 ? {} : { sources: Object.keys(prometheus) }),
    origin: await originOf(root),
  }
  return { request, world, close }
}

interface LocalOptions {
  readonly prometheus: PrometheusSources
  readonly timeoutMs: number | undefined
  readonly load: AskedLoad
}

/** Every fault of them at once. */
function readOptions(given: Given): LocalOptions {
  const complaints = openComplaints('run')
  for (const name of ELSEWHERE)
    if (given.text(name) !== undefined) complaints.add(`--${name} is for runs in a cluster, not with --local`)
  const timeoutMs = readTimeout(given, complaints)
  const prometheus = readPrometheus(given, complaints)
  const load = readAskedLoad(given, complaints)
  complaints.throwAll()
  return { prometheus, timeoutMs, load }
}
