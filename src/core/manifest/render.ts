import { createHash } from 'node:crypto'
import { PerfError } from '../error.ts'
import type { Run } from '../run.ts'
import type { RunSpec } from '../spec.ts'
import { budget } from './budget.ts'
import type { ManifestFile } from './folder.ts'
import { job, jobNotes } from './job.ts'
import { kustomization } from './kustomization.ts'
import { packPlan, type Upload } from './plan-file.ts'
import { RUN_SH } from './run-sh.ts'
import { runSpec } from './run-spec.ts'
import { survives, toJson } from './text.ts'
import { toYaml } from './yaml.ts'

const CONFIG_MAP_LIMIT = 1024 ** 2 // bytes of data, by the API server

/** The programs that run in the pods, as text. */
export interface Assets {
  readonly agent: string
  readonly http: string
}

/** A run as plain files. */
export interface Rendered {
  readonly files: readonly ManifestFile[]
  /** Hex sha256 over paths and contents, without the digest itself; the Job bears it. */
  readonly digest: string
  readonly spec: RunSpec
  /** What must be in the bucket before the Job starts. */
  readonly uploads: readonly Upload[]
}

/** Run → the folder that a reviewer reads and `kubectl kustomize` builds. The same run gives the same bytes. */
export function renderFolder(run: Run, assets: Assets): Rendered {
  const { test } = run
  const packed = test.generator === 'jmeter' ? packPlan(run, test.plan) : undefined
  const spec = runSpec(run, packed?.source)
  const agent = [
    { path: 'agent.mjs', content: assets.agent },
    ...(test.generator === 'http' ? [{ path: 'http.mjs', content: assets.http }] : []),
  ]
  const plan = [
    { path: 'spec.json', content: toJson(spec) },
    ...(test.generator === 'jmeter' ? [{ path: 'run.sh', content: RUN_SH }] : []),
    ...(packed?.files ?? []),
  ]
  check(agent, plan)
  const guard = budget(run)
  const guards = guard === undefined ? [] : [{ path: 'budget.yaml', content: head(run) + toYaml(guard) }]
  const files = (digest: string): readonly ManifestFile[] => {
    const objects = [{ path: 'job.yaml', content: head(run) + toYaml(job(run, digest), jobNotes) }, ...guards]
    const names = { resources: paths(objects), agent: paths(agent), plan: paths(plan) }
    const first = { path: 'kustomization.yaml', content: head(run) + toYaml(kustomization(run, names)) }
    return [first, ...objects, ...plan, ...agent]
  }
  const digest = digestOf(files(''))
  return { files: files(digest), digest, spec, uploads: packed?.uploads ?? [] }
}

function head(run: Run): string {
  return `# Written by perf-action for the run ${run.id}; removed when it is over.\n`
}

function paths(files: readonly ManifestFile[]): readonly string[] {
  return files.map((file) => file.path)
}

function digestOf(files: readonly ManifestFile[]): string {
  const hash = createHash('sha256')
  for (const { path, content } of files) hash.update(`${path}\0${Buffer.byteLength(content)}\0`).update(content)
  return hash.digest('hex')
}

function check(agent: readonly ManifestFile[], plan: readonly ManifestFile[]): void {
  if (bytes(plan) > CONFIG_MAP_LIMIT)
    throw new PerfError('CONFIG', `the test's requests and properties make a spec of ${bytes(plan)} bytes`, {
      hint: `a ConfigMap holds ${CONFIG_MAP_LIMIT} bytes: make the requests' bodies shorter`,
    })
  if (bytes(agent) > CONFIG_MAP_LIMIT)
    throw new PerfError(
      'INTERNAL',
      `the pods' programs have ${bytes(agent)} bytes; a ConfigMap holds ${CONFIG_MAP_LIMIT}`,
    )
  const broken = agent.find(({ content }) => typeof content === 'string' && !survives(content))
  if (broken !== undefined) throw new PerfError('INTERNAL', `kustomize would damage ${broken.path}: it must be ASCII`)
}

function bytes(files: readonly ManifestFile[]): number {
  return files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
}
