import { ApiFailure } from './failure.ts'
import type { KubeObject } from './object.ts'
import type { Objects } from './objects.ts'
import type { Asked } from './request.ts'

/** Who asks, as the cluster's authenticator says. */
export interface User {
  readonly user: string
  readonly groups: readonly string[]
}

/** Throws 403, in the API server's words, unless a Role of the namespace and its binding allow it. */
export function authorize(who: User, asked: Asked, objects: Objects): void {
  const { namespace } = asked
  const roles = objects
    .list('RoleBinding', { namespace })
    .filter((binding) => isBound(binding, who))
    .map((binding) => objects.get('Role', { namespace, name: (binding['roleRef'] as Named).name }))
  const rules = roles.flatMap((role) => (role?.['rules'] ?? []) as readonly Rule[])
  if (!rules.some((rule) => allows(rule, asked))) throw forbidden(who, asked)
}

interface Named {
  readonly name: string
}

interface Subject extends Named {
  readonly kind: string
  readonly namespace?: string
}

interface Rule {
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}

function isBound(binding: KubeObject, { user, groups }: User): boolean {
  return ((binding['subjects'] ?? []) as readonly Subject[]).some(({ kind, name, namespace }) => {
    if (kind === 'Group') return groups.includes(name)
    return user === (kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name)
  })
}

function allows({ apiGroups, resources, resourceNames, verbs }: Rule, { verb, group, resource, name }: Asked): boolean {
  const has = (allowed: readonly string[] = [], one: string) => allowed.includes(one) || allowed.includes('*')
  const named = resourceNames === undefined || (name !== undefined && resourceNames.includes(name))
  return has(apiGroups, group) && has(resources, resource) && has(verbs, verb) && named
}

function forbidden({ user }: User, { verb, group, resource, namespace, name }: Asked): ApiFailure {
  const plural = resource.split('/')[0]
  const what = `${plural}${group && `.${group}`}${name === undefined ? '' : ` "${name}"`}`
  const where = `in API group "${group}" in the namespace "${namespace}"`
  const message = `${what} is forbidden: User "${user}" cannot ${verb} resource "${resource}" ${where}`
  return new ApiFailure(403, 'Forbidden', message)
}
