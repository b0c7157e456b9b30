import { apply, kubectl } from './rig.ts'

export interface FluxSetup {
  /** Of both objects, in `flux-system`. */
  readonly name: string
  readonly url: string
  readonly path: string
  /** What EKS's pod identity webhook would inject into the agent: the role, and the endpoints of the stand-ins. */
  readonly agentEnv: Readonly<Record<string, string>>
  readonly roleArn: string
}

const TOKEN_DIR = '/var/run/secrets/eks.amazonaws.com/serviceaccount'

/**
 * The GitRepository and Kustomization as `infra/flux.yaml` ships them, for our repository; and by `spec.patches` what
 * EKS's webhook adds to pods of a ServiceAccount with a role (IRSA): the projected token and the variables that name it.
 */
export async function applyFlux({ name, url, path, agentEnv, roleArn }: FluxSetup): Promise<void> {
  const env = { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_DIR}/token`, ...agentEnv }
  const source = { serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 3600, path: 'token' } }
  const template = '/spec/template/spec'
  const patch = [
    { op: 'add', path: `${template}/volumes/-`, value: { name: 'aws-iam-token', projected: { sources: [source] } } },
    {
      op: 'add',
      path: `${template}/initContainers/0/volumeMounts/-`,
      value: { name: 'aws-iam-token', mountPath: TOKEN_DIR, readOnly: true },
    },
    ...Object.entries(env).map(([key, value]) => ({
      op: 'add',
      path: `${template}/initContainers/0/env/-`,
      value: { name: key, value },
    })),
  ]
  const metadata = { name, namespace: 'flux-system' }
  await apply(
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: { interval: '1m', url, ref: { branch: 'main' } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: {
        interval: '1m',
        retryInterval: '5s',
        path: `./${path}`,
        prune: true,
        wait: false,
        serviceAccountName: 'perf-flux',
        sourceRef: { kind: 'GitRepository', name },
        patches: [{ target: { kind: 'Job' }, patch: JSON.stringify(patch) }],
      },
    },
  )
}

export async function removeFlux(name: string): Promise<void> {
  await kubectl('-n', 'flux-system', 'delete', `kustomization/${name}`, `gitrepository/${name}`, '--ignore-not-found')
}
