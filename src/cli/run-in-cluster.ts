import { homedir } from 'node:os'
import { join } from 'node:path'
import { matching, refused, taken } from '../action/field.ts'
import { readBranch, readBucket, readFluxName, readNamespace, readPath, readRepository } from '../action/readers.ts'
import type { Reading } from '../core/units.ts'
import { readConfig } from './asked-config.ts'
import { readAskedLoad } from './asked-load.ts'
import { originOf } from './checkout.ts'
import type { Given } from './command.ts'
import { type Complaints, openComplaints } from './complaints.ts'
import { readPrometheus, readTimeout } from './run-readings.ts'
import type { Behind, Stage } from './stage.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The way that the action goes, with the kubeconfig and the AWS credentials of the terminal. */
export async function openClusterStage(given: Given, behind: Behind): Promise<Stage> {
  const { env } = process
  const { flux, prometheus, load, ...place } = readOptions(given, env)
  const { root, config, tests, overrides } = await readConfig(given, load)
  const request = {
    ...{ config: config.path, tests, overrides, ...place },
    sources: Object.keys(prometheus),
    origin: await originOf(root),
  }
  const { createKubeconfigWorld } = await import('../kubeconfig-world.ts')
  const kubeconfig = env['KUBECONFIG'] || join(homedir(), '.kube', 'config')
  const around = { ...behind, env, kubeconfig, root, config, request, flux, prometheus }
  return { request, ...createKubeconfigWorld(around) }
}

/** Every fault of them at once. */
function readOptions(given: Given, env: Environment) {
  const complaints = openComplaints('run')
  if (given.text('out') !== undefined) complaints.add('--out is for --local: in a cluster the results go to --bucket')
  const read = <T>(option: string, reader: (text: string) => Reading<T>, otherwise = ''): T | undefined =>
    complaints.read(option, reader(given.text(option) ?? otherwise))
  const bucket = read('bucket', readBucket)
  const region = read('aws-region', readRegion, env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'])
  const kmsKeyId = given.text('kms-key-id')
  const namespace = read('namespace', readNamespace, 'perf')
  const fluxBranch = read('flux-branch', readBranch, 'main')
  const fluxPath = read('flux-path', (text) => readPath(text, 'perf/runs'), 'perf/runs')
  const source = read('flux-source', readFluxName, 'flux-system/perf')
  const kustomization = read('flux-kustomization', readFluxName, 'flux-system/perf')
  const repository = readFluxRepository(given, env, complaints)
  const timeoutMs = readTimeout(given, complaints)
  const prometheus = readPrometheus(given, complaints)
  const load = readAskedLoad(given, complaints)
  complaints.throwAll()
  const { place, ...names } = sure({ place: bucket, region, namespace, fluxBranch, fluxPath })
  return {
    ...names,
    ...place,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...{ prometheus, load },
    flux: { ...sure({ repository, source, kustomization }), ...tokenOf(given, env) },
  }
}

type Sure<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }

/** What was read is there: `throwAll` has thrown else. */
function sure<T extends object>(read: T): Sure<T> {
  return read as Sure<T>
}

const SSH = /^(?:ssh:\/\/\S+|[\w.-]+@[\w.-]+:\S+)$/

/** `owner/name` goes by GitHub's API where that is asked for, else by git; an address always by git. */
function readFluxRepository(given: Given, env: Environment, complaints: Complaints) {
  const via = complaints.read('commit-via', readVia(given.text('commit-via') ?? 'git'))
  const text = given.text('flux-repository') ?? ''
  if (via === 'git' && SSH.test(text)) return { url: text }
  const repository = complaints.read('flux-repository', readRepository(text, via ?? 'git'))
  if (repository === undefined || repository.kind === 'url') return repository
  if (via === 'git') return { url: `${env['GITHUB_SERVER_URL'] || 'https://github.com'}/${repository.name}.git` }
  if (tokenOf(given, env).token === undefined) complaints.add('--commit-via api needs --flux-token, or FLUX_TOKEN')
  return { name: repository.name }
}

function readVia(text: string): Reading<'api' | 'git'> {
  return text === 'api' || text === 'git' ? taken(text) : (refused('is neither git nor api', 'git') as Reading<never>)
}

function readRegion(text: string): Reading<string> {
  return matching(text, /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, { is: 'a region', right: 'eu-west-1' })
}

function tokenOf(given: Given, env: Environment): { readonly token?: string } {
  const token = given.text('flux-token') ?? env['FLUX_TOKEN'] ?? ''
  return token === '' ? {} : { token }
}
