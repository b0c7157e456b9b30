import { ApiFailure } from './failure.ts'

/** A kind of objects that the sandbox's API server knows. */
export interface Kind {
  readonly kind: string
  /** '' for the core group. */
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespaced: boolean
}

const kind = (apiVersion: string, name: string, plural: string, namespaced = true): Kind => {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  return { kind: name, group, version: version ?? '', plural, namespaced }
}

/** All that a run or infra/ has to do with. No two share a name, so that a name is enough. */
export const KINDS: readonly Kind[] = [
  kind('v1', 'Namespace', 'namespaces', false),
  kind('v1', 'ServiceAccount', 'serviceaccounts'),
  kind('v1', 'ConfigMap', 'configmaps'),
  kind('v1', 'Pod', 'pods'),
  kind('v1', 'Event', 'events'),
  kind('batch/v1', 'Job', 'jobs'),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  kind('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  kind('source.toolkit.fluxcd.io/v1', 'GitRepository', 'gitrepositories'),
  kind('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'kustomizations'),
]

export function apiVersionOf({ group, version }: Kind): string {
  return group === '' ? version : `${group}/${version}`
}

/** `jobs.batch`, as the API server writes it in its messages. */
export function resourceOf({ group, plural }: Kind): string {
  return group === '' ? plural : `${plural}.${group}`
}

/** The kind of this name; throws an ApiFailure where there is none, or not in that version. */
export function kindNamed(name: string, apiVersion?: string): Kind {
  const found = KINDS.find((one) => one.kind === name && (apiVersion ?? apiVersionOf(one)) === apiVersionOf(one))
  if (found !== undefined) return found
  const version = apiVersion === undefined ? '' : ` in version "${apiVersion}"`
  throw new ApiFailure(404, 'NotFound', `no matches for kind "${name}"${version}`)
}

export function notFound(kind: Kind, name: string): ApiFailure {
  return new ApiFailure(404, 'NotFound', `${resourceOf(kind)} "${name}" not found`)
}
