/** What is expected here was seen of source-controller 1.9.3 and kustomize-controller 1.9.5, in the cluster. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { temporaryFolder } from '../../support/folder.ts'
import { type GitHttp, startGitHttp } from '../../world/git-http.ts'
import { addCommit, createRepository } from '../../world/repository.ts'
import { until } from '../../world/until.ts'
import type { KubeObject, Manifest } from '../kubernetes/object.ts'
import { createObjects } from '../kubernetes/objects.ts'
import { startFlux } from './flux.ts'
import { type FluxStatus, statusOf } from './status.ts'

const parts = new AsyncDisposableStack()
const objects = createObjects()
const IN = { namespace: 'flux-system' }
let git: GitHttp
let fleet: string

const map = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: perf${more}}\ndata: {a: b}\n`

beforeAll(async () => {
  const { path: root } = parts.use(temporaryFolder())
  fleet = join(root, 'fleet.git')
  await mkdir(fleet)
  await createRepository(fleet, {
    'runs/loose.yaml': map('loose'),
    'runs/notes.txt': 'no YAML',
    'runs/plain/a.yaml': map('plain'),
    'runs/own/kustomization.yaml':
      'namespace: perf\ngeneratorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: own, literals: [a=b]}]\n',
    'empty/.gitkeep': '',
    'nested/theirs/kustomization.yaml': 'resources: [missing.yaml]\n',
    'generator/kustomization.yaml':
      'configMapGenerator: [{name: x, files: [gone.txt], options: {disableNameSuffixHash: true}}]\n',
    'no-object/x.yaml': 'a: b\n',
    'no-yaml/x.yaml': 'a: [\n',
    'unknown/x.yaml': 'apiVersion: nope/v1\nkind: Nope\nmetadata: {name: probe, namespace: perf}\n',
    'once/x.yaml': map('once', ', annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}'),
  })
  git = parts.use(await startGitHttp({ root, tokens: ['right'] }))
  for (const name of ['perf', 'flux-system']) create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const secrets = { right: { username: 'flux', password: 'right' }, wrong: { username: 'flux', password: 'wrong' } }
  parts.use(await startFlux({ objects, secrets }))
  source('fleet')
})
afterAll(() => parts.disposeAsync())

const create = (manifest: Manifest) => objects.create(manifest)
const source = (name: string, spec: object = {}) =>
  create({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name, ...IN },
    spec: {
      url: `${git.url}/fleet.git`,
      ref: { branch: 'main' },
      interval: '5m',
      secretRef: { name: 'right' },
      ...spec,
    },
  })
const kustomization = (name: string, path: string, spec: object = {}) =>
  create({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, ...IN },
    spec: {
      ...{ sourceRef: { kind: 'GitRepository', name: 'fleet' }, path, prune: true },
      ...{ interval: '10m', retryInterval: '30s', timeout: '2m', ...spec },
    },
  })
const conditionsOf = ({ conditions = [] }: FluxStatus) =>
  conditions.map(
    ({ type, status, reason, message }) =>
      `${type} ${status} ${reason}: ${message.replace(/kustomization-\d+/g, 'kustomization-N')}`,
  )
const settled = ({ conditions = [] }: FluxStatus) =>
  ['True', 'False'].includes(conditions.find(({ type }) => type === 'Ready')?.status ?? '')
const seen = (kind: string, name: string, ready: (status: FluxStatus) => boolean = settled) =>
  until(`${kind} ${name}`, async () => {
    const object = objects.get(kind, { name, ...IN })
    return object !== undefined && ready(statusOf(object)) && statusOf(object)
  })
const request = (kind: string, name: string, at: string) =>
  objects.patch(kind, { name, ...IN }, { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': at } } })
const names = (label: string) =>
  objects
    .list('ConfigMap', { namespace: 'perf', labels: { 'kustomize.toolkit.fluxcd.io/name': label } })
    .map(({ metadata }) => metadata.name)

test('a branch is fetched, and its revision told', async () => {
  const { artifact, conditions: _, ...status } = await seen('GitRepository', 'fleet')
  const { revision } = artifact as { readonly revision: string }
  expect(revision).toMatch(/^main@sha1:[0-9a-f]{40}$/)
  expect(status).toEqual({ observedGeneration: 1 })
  expect(conditionsOf(await seen('GitRepository', 'fleet'))).toEqual([
    `Ready True Succeeded: stored artifact for revision '${revision}'`,
    `ArtifactInStorage True Succeeded: stored artifact for revision '${revision}'`,
  ])
})

const clone = 'failed to checkout and determine revision: unable to clone'
const unread = [
  [
    'another password',
    { secretRef: { name: 'wrong' } },
    'GitOperationFailed',
    `${clone} 'GIT/fleet.git': authentication required: `,
  ],
  ['no login', { secretRef: undefined }, 'GitOperationFailed', `${clone} 'GIT/fleet.git': authentication required: `],
  [
    'a secret that is not there',
    { secretRef: { name: 'none' } },
    'AuthenticationFailed',
    `failed to get secret 'flux-system/none': failed to get secret 'flux-system/none': secrets "none" not found`,
  ],
  [
    'another branch',
    { ref: { branch: 'nope' } },
    'GitOperationFailed',
    `${clone} 'GIT/fleet.git': couldn't find remote ref "refs/heads/nope"`,
  ],
  [
    'another repository',
    { url: 'GIT/none.git' },
    'GitOperationFailed',
    `${clone} 'GIT/none.git': repository not found: `,
  ],
  [
    'nobody at the address',
    { url: 'http://127.0.0.1:1/x.git' },
    'GitOperationFailed',
    `${clone} 'http://127.0.0.1:1/x.git': Get "http://127.0.0.1:1/x.git/info/refs?service=git-upload-pack": dial tcp 127.0.0.1:1: connect: connection refused`,
  ],
] as const

test.each(unread)(
  'a repository with %s is not ready, for the reason that Flux gives',
  async (what, spec, reason, message) => {
    const name = what.replaceAll(' ', '-')
    source(name, { ...spec, ...('url' in spec ? { url: spec.url.replace('GIT', git.url) } : {}) })
    const said = message.replace('GIT', git.url)
    const status = await seen('GitRepository', name)
    expect(conditionsOf(status)).toEqual([
      'Reconciling True ProgressingWithRetry: building artifact',
      `Ready False ${reason}: ${said}`,
      `FetchFailed True ${reason}: ${said}`,
    ])
    expect(status.observedGeneration).toBe(-1)
    objects.delete('GitRepository', { name, ...IN })
  },
)

test('a path is applied, and what leaves it is pruned', async () => {
  kustomization('runs', './runs')
  const first = await seen('Kustomization', 'runs')
  const revision = String(first['lastAppliedRevision'])
  expect(first).toMatchObject({
    observedGeneration: 1,
    lastAttemptedRevision: revision,
    inventory: { entries: ['loose', 'own', 'plain'].map((name) => ({ id: `perf_${name}__ConfigMap`, v: 'v1' })) },
  })
  expect(conditionsOf(first)).toEqual([`Ready True ReconciliationSucceeded: Applied revision: ${revision}`])
  expect(names('runs').toSorted()).toEqual(['loose', 'own', 'plain'])

  await addCommit(fleet, { 'runs/loose.yaml': map('other') }, 'Rename it')
  request('GitRepository', 'fleet', 'now')
  await seen('GitRepository', 'fleet', ({ lastHandledReconcileAt }) => lastHandledReconcileAt === 'now')
  const next = await seen('Kustomization', 'runs', (status) => status['lastAppliedRevision'] !== revision)
  expect(next).toMatchObject({
    lastAppliedRevision: (await seen('GitRepository', 'fleet'))['artifact'] && expect.any(String),
  })
  expect(names('runs').toSorted()).toEqual(['other', 'own', 'plain'])

  objects.delete('Kustomization', { name: 'runs', ...IN })
  await until('the end of them', async () => names('runs').length === 0)
})

test('an object that is to be made once is not made anew', async () => {
  objects.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'once', namespace: 'perf' },
    data: { a: 'kept' },
  })
  kustomization('once', './once')
  expect(await seen('Kustomization', 'once')).toMatchObject({
    inventory: { entries: [{ id: 'perf_once__ConfigMap', v: 'v1' }] },
  })
  expect(objects.get('ConfigMap', { name: 'once', namespace: 'perf' })).toMatchObject({ data: { a: 'kept' } })
})

const during = 'for revision REVISION with a timeout of 2m0s'
const T = '/tmp/kustomization-N'
const unbuilt = [
  [
    'nested',
    'Building manifests',
    'BuildFailed',
    `kustomize build failed: accumulating resources: accumulation err='accumulating resources from './theirs': read ${T}/nested/theirs: is a directory': recursed accumulation of path '${T}/nested/theirs': accumulating resources: accumulation err='accumulating resources from 'missing.yaml': open ${T}/nested/theirs/missing.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '${T}/nested/theirs/missing.yaml' : lstat ${T}/nested/theirs/missing.yaml: no such file or directory`,
  ],
  [
    'generator',
    'Building manifests',
    'BuildFailed',
    `kustomize build failed: loading KV pairs: file sources: [gone.txt]: open ${T}/generator/gone.txt: no such file or directory`,
  ],
  [
    'no-object',
    'Building manifests',
    'BuildFailed',
    `failed to decode Kubernetes YAML from ${T}/no-object/x.yaml: missing Resource metadata`,
  ],
  [
    'no-yaml',
    'Building manifests',
    'BuildFailed',
    expect.stringContaining(`failed to decode Kubernetes YAML from ${T}/no-yaml/x.yaml: MalformedYAMLError: yaml: `),
  ],
  [
    'gone',
    'Fetching manifests',
    'ArtifactFailed',
    `kustomization path not found: stat ${T}/gone: no such file or directory`,
  ],
  [
    'unknown',
    'Detecting drift',
    'ReconciliationFailed',
    'Nope/perf/probe dry-run failed: no matches for kind "Nope" in version "nope/v1"\n',
  ],
] as const

test.each(unbuilt)('the path %s fails in the words of Flux', async (path, stage, reason, message) => {
  kustomization(path, `./${path}`)
  const status = await seen('Kustomization', path)
  const [reconciling, ready] = status.conditions ?? []
  const revision = String(
    ((await seen('GitRepository', 'fleet'))['artifact'] as { readonly revision: string }).revision,
  )
  expect(reconciling).toMatchObject({
    reason: 'ProgressingWithRetry',
    message: `${stage} ${during.replace('REVISION', revision)}`,
  })
  expect({ ...ready, message: ready?.message.replace(/kustomization-\d+/g, 'kustomization-N') }).toMatchObject({
    status: 'False',
    reason,
    message,
  })
  expect(status).toMatchObject({ observedGeneration: -1 })
  expect(status['lastAttemptedRevision']).toBe(path === 'gone' ? undefined : revision)
})

test('without a source there is nothing to build, and it is said', async () => {
  kustomization('lost', './runs', { sourceRef: { kind: 'GitRepository', name: 'void' } })
  expect(conditionsOf(await seen('Kustomization', 'lost'))).toEqual([
    'Ready False ArtifactFailed: GitRepository.source.toolkit.fluxcd.io "void" not found',
  ])
})

test('what is suspended is left alone, and taken up when it is resumed', async () => {
  const suspended: KubeObject = kustomization('asleep', './empty', { suspend: true })
  request('Kustomization', 'asleep', 'now')
  expect(statusOf(suspended)).toEqual({})
  objects.patch('Kustomization', { name: 'asleep', ...IN }, { spec: { suspend: false } })
  expect(await seen('Kustomization', 'asleep')).toMatchObject({
    lastHandledReconcileAt: 'now',
    observedGeneration: 2,
    inventory: { entries: [] },
  })
})
