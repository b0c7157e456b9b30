import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

export interface FluxSetup {
  /** Of the Flux repository, as Flux reaches it. */
  readonly url: string
  readonly path: string
  /** Of the pods. */
  readonly roleArn: string
  /** Where a pod's SDK finds the stand-ins. */
  readonly agentEnv: Readonly<Record<string, string>>
  /** The Secret that Flux reads the repository with; none where everybody may read. */
  readonly secret?: string
  /** kustomize's `images`: what a world has under another name. */
  readonly images?: readonly object[]
}

/** An object of infra/flux.yaml, as far as it is changed here. */
interface FluxObject {
  readonly [field: string]: unknown
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: Record<string, unknown>
}

export const FLUX = { namespace: 'flux-system', name: 'perf' }

const TOKEN_DIR = '/var/run/secrets/eks.amazonaws.com/serviceaccount'

/** infra/flux.yaml as it is shipped, for our repository and path, and with what EKS's webhook does to pods. */
export function fluxObjects(setup: FluxSetup): readonly FluxObject[] {
  const shipped = readFileSync(new URL('../../infra/flux.yaml', import.meta.url), 'utf8')
  const objects = parseAllDocuments(shipped).map((document) => document.toJS() as FluxObject)
  for (const { kind, spec } of objects) {
    if (kind === 'GitRepository') {
      Object.assign(spec, { url: setup.url, sparseCheckout: [setup.path] })
      if (setup.secret === undefined) delete spec['secretRef']
      else spec['secretRef'] = { name: setup.secret }
    } else {
      Object.assign(spec, { path: `./${setup.path}`, patches: [webhook(setup)] })
      if (setup.images) spec['images'] = setup.images
    }
  }
  return objects
}

/**
 * What EKS's pod identity webhook adds to pods of a ServiceAccount with a role (IRSA): the projected token, and the
 * variables by which an SDK finds it. No world here has such a webhook, so Flux adds it as it applies.
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
