import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { until } from '../until.ts'
import { apply, kubectl } from './rig.ts'

export interface FluxSetup {
  readonly url: string
  readonly path: string
  readonly roleArn: string
  /** Where a pod's SDK finds the stand-ins. */
  readonly agentEnv: Readonly<Record<string, string>>
}

/** An object of infra/flux.yaml, as far as it is changed here. */
interface FluxObject {
  readonly kind: string
  readonly spec: Record<string, unknown>
}

export const FLUX = { namespace: 'flux-system', name: 'perf' }

/** The rig has Node under this tag alone. */
const RIG_NODE = { name: 'node', newTag: '24-slim' }

const TOKEN_DIR = '/var/run/secrets/eks.amazonaws.com/serviceaccount'

/** Applies infra/flux.yaml as it is shipped, for our repository and path, and with what EKS's webhook does to pods. */
export async function applyFlux(setup: FluxSetup): Promise<void> {
  const shipped = readFileSync(new URL('../../../infra/flux.yaml', import.meta.url), 'utf8')
  const objects = parseAllDocuments(shipped).map((document) => document.toJS() as FluxObject)
  for (const { kind, spec } of objects) {
    if (kind === 'GitRepository') {
      Object.assign(spec, { url: setup.url, sparseCheckout: [setup.path] })
      delete spec['secretRef'] // the rig's git server lets everybody read
    } else Object.assign(spec, { path: `./${setup.path}`, patches: [webhook(setup)], images: [RIG_NODE] })
  }
  await apply(...objects)
  const ready = ['-n', FLUX.namespace, 'wait', `kustomization/${FLUX.name}`, '--for=condition=Ready', '--timeout=60s']
  await kubectl(...ready)
}

/**
 * What EKS's pod identity webhook adds to pods of a ServiceAccount with a role (IRSA): the projected token, and the
 * variables by which an SDK finds it. The rig has no such webhook, so Flux adds it as it applies.
 */
function webhook({ roleArn, agentEnv }: FluxSetup) {
  const env = { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_DIR}/token`, ...agentEnv }
  const token = { serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 3600, path: 'token' } }
  const pod = '/spec/template/spec'
  const agent = `${pod}/initContainers/0`
  const mount = { name: 'aws-iam-token', mountPath: TOKEN_DIR, readOnly: true }
  const patch = [
    { op: 'add', path: `${pod}/volumes/-`, value: { name: 'aws-iam-token', projected: { sources: [token] } } },
    { op: 'add', path: `${agent}/volumeMounts/-`, value: mount },
    ...Object.entries(env).map(([name, value]) => ({ op: 'add', path: `${agent}/env/-`, value: { name, value } })),
  ]
  return { target: { kind: 'Job' }, patch: JSON.stringify(patch) }
}

const OURS = 'app.kubernetes.io/name=perf-action'

/** Removes both objects; the Kustomization's end prunes what it had applied. */
export async function removeFlux(): Promise<void> {
  const { namespace, name } = FLUX
  await patchKustomization({ suspend: false }).catch(() => {}) // a suspended one would end without pruning
  for (const kind of ['kustomization', 'gitrepository'])
    await kubectl('-n', namespace, 'delete', `${kind}/${name}`, '--ignore-not-found', '--timeout=60s')
  await kubectl('-n', 'perf', 'delete', 'jobs,configmaps,poddisruptionbudgets', '-l', OURS, '--ignore-not-found')
  await until('the end of all Jobs and pods of runs', async () => (await runsInCluster()).length === 0)
}

/** Changes the spec of the Kustomization by a merge patch. */
export async function patchKustomization(spec: object): Promise<void> {
  const patch = JSON.stringify({ spec })
  await kubectl('-n', FLUX.namespace, 'patch', `kustomization/${FLUX.name}`, '--type=merge', '-p', patch)
}

/** The Jobs, pods, ConfigMaps and disruption budgets of runs in the cluster, as `kind/name`. */
export async function runsInCluster(): Promise<readonly string[]> {
  const kinds = 'jobs,pods,configmaps,poddisruptionbudgets'
  const listed = await kubectl('-n', 'perf', 'get', kinds, '-l', OURS, '-o', 'name')
  return listed.split('\n').filter((line) => line !== '')
}
