import type { Request } from '../core/request.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import { given, matching, optional, valuesOf } from './field.ts'
import { type PrometheusSources, readSources, readTokens, withTokens } from './prometheus-input.ts'
import {
  type FluxRepository,
  readBranch,
  readBucket,
  readFailOn,
  readFluxName,
  readGithubToken,
  readLoadTime,
  readMode,
  readNamespace,
  readNoFolder,
  readPath,
  readPods,
  readRepository,
  readRunId,
  readSecret,
  readTests,
  readTime,
  readVia,
} from './readers.ts'

/** What the workflow asks for in mode `run`: every text read, every default filled in. */
export interface Inputs extends Omit<Request, 'origin'> {
  readonly role?: string
  readonly cluster: string
  readonly flux: {
    readonly repository: FluxRepository
    readonly branch: string
    readonly path: string
    /** `namespace/name`. */
    readonly source: string
    readonly kustomization: string
    readonly token: string
    readonly commitVia: 'api' | 'git'
  }
  readonly prometheus: PrometheusSources
  /** Absent: nothing can be reported on the pull request. */
  readonly githubToken?: string
  readonly failOn: readonly Outcome[]
}

/** The defaults of action.yml, for a step that is run by hand; `github-token` has its own from the workflow. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  config: 'perf.yaml',
  test: 'all',
  mode: 'run',
  namespace: 'perf',
  'flux-branch': 'main',
  'flux-path': 'perf/runs',
  'flux-source': 'flux-system/perf',
  'flux-kustomization': 'flux-system/perf',
  'commit-via': 'api',
  'fail-on': 'regression,invalid',
}

export type GetInput = (name: string) => string

/** An input by its name, trimmed; its default where it is empty. */
export const orDefault =
  (getInput: GetInput): GetInput =>
  (name) =>
    getInput(name).trim() || (DEFAULTS[name] ?? '')

/** Reads all inputs of mode `run`; throws INPUT with every fault at once, NOT_BUILT where only a later mode is asked for. */
export function readInputs(getInput: GetInput): Inputs {
  const values = valuesOf(fieldsOf(orDefault(getInput)))
  const { config, test, namespace, bucket, cluster, prometheus, pods, duration } = values
  const overrides = { ...given('pods', pods), ...given('durationMs', duration) }
  return {
    config,
    tests: test,
    namespace,
    ...bucket,
    region: values['aws-region'],
    cluster,
    fluxPath: values['flux-path'],
    fluxBranch: values['flux-branch'],
    flux: {
      repository: values['flux-repository'],
      branch: values['flux-branch'],
      path: values['flux-path'],
      source: values['flux-source'],
      kustomization: values['flux-kustomization'],
      token: values['flux-token'],
      commitVia: values['commit-via'],
    },
    sources: Object.keys(prometheus),
    prometheus: withTokens(prometheus, values['prometheus-token']),
    failOn: values['fail-on'],
    ...given('overrides', Object.keys(overrides).length === 0 ? undefined : overrides),
    ...given('role', values['role-to-assume']),
    ...given('kmsKeyId', values['kms-key-id']),
    ...given('githubToken', values['github-token']),
    ...given('timeoutMs', values.timeout),
  }
}

/** What must never be seen in a log. */
export function secretsOf({ flux, githubToken, prometheus }: Inputs): readonly string[] {
  const tokens = Object.values(prometheus).flatMap((source) => ('url' in source && source.token ? [source.token] : []))
  return [flux.token, ...(githubToken === undefined ? [] : [githubToken]), ...tokens]
}

function fieldsOf(get: GetInput) {
  const via = get('commit-via') === 'git' ? 'git' : 'api'
  const sources = readSources(get('prometheus'))
  return {
    config: readPath(get('config'), 'perf.yaml'),
    test: readTests(get('test')),
    mode: readMode(get('mode')),
    'run-id': readRunId(get('run-id')),
    results: readNoFolder(get('results')),
    pods: optional(get('pods'), readPods),
    duration: optional(get('duration'), readLoadTime),
    'role-to-assume': optional(get('role-to-assume'), (text) => matching(text, ...ROLE)),
    'aws-region': matching(get('aws-region'), ...REGION),
    cluster: matching(get('cluster'), ...CLUSTER),
    namespace: readNamespace(get('namespace')),
    'flux-repository': readRepository(get('flux-repository'), via),
    'flux-branch': readBranch(get('flux-branch')),
    'flux-path': readPath(get('flux-path'), 'perf/runs'),
    'flux-source': readFluxName(get('flux-source')),
    'flux-kustomization': readFluxName(get('flux-kustomization')),
    'flux-token': readSecret(get('flux-token'), '${{ secrets.FLUX_TOKEN }}'),
    'commit-via': readVia(get('commit-via')),
    bucket: readBucket(get('bucket')),
    'kms-key-id': optional(get('kms-key-id'), (text) => matching(text, ...KEY)),
    prometheus: sources,
    'prometheus-token': readTokens(get('prometheus-token'), sources),
    'github-token': readGithubToken(get('github-token')),
    'fail-on': readFailOn(get('fail-on')),
    timeout: optional(get('timeout'), (text) => readTime(text, '2h')),
  }
}

const ROLE = [
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  { is: 'an ARN of a role', right: 'arn:aws:iam::111122223333:role/perf' },
] as const
const REGION = [/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, { is: 'a region', right: 'eu-west-1' }] as const
const CLUSTER = [/^[A-Za-z0-9][\w-]{0,99}$/, { is: 'a name of a cluster', right: 'perf' }] as const
const KEY = [/^[\w:/-]{1,2048}$/, { is: 'an id, an alias or an ARN of a key', right: 'alias/perf' }] as const
