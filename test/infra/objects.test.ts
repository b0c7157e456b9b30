import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { podTemplate } from '../../src/core/manifest/pod.ts'
import { jmeterTest, runOf } from '../core/manifest/samples.ts'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}

interface KubernetesObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> }
  readonly rules?: readonly Rule[]
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[]
  readonly roleRef?: { readonly kind: string; readonly name: string }
  readonly spec?: {
    readonly serviceAccountName?: string
    readonly sourceRef?: unknown
    readonly sparseCheckout?: readonly string[]
  }
}

const read = (file: string): readonly KubernetesObject[] =>
  parseAllDocuments(readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8')).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS()
  })
const rbac = read('rbac.yaml')
const [source, kustomization] = read('flux.yaml')
const of = (kind: string) => rbac.filter((object) => object.kind === kind)

/** Who may do what where, a line a right: what a reviewer of rbac.yaml must agree to. */
const rights = of('RoleBinding').flatMap(({ metadata, subjects = [], roleRef }) => {
  const role = of('Role').find(
    (one) => one.metadata.name === roleRef?.name && one.metadata.namespace === metadata.namespace,
  )
  return subjects.flatMap((subject) =>
    (role?.rules ?? []).map(({ apiGroups, resources, resourceNames = ['*'], verbs }) => {
      const what = `${resources.join(',')}.${apiGroups.join(',')}`.replace(/\.$/, '')
      return `${subject.kind} ${subject.name}: ${verbs.join(',')} ${what} ${resourceNames.join(',')} in ${metadata.namespace}`
    }),
  )
})

test('the rights are these and no others', () => {
  expect(rights).toEqual([
    'Group perf-action: list,watch jobs.batch * in perf',
    'Group perf-action: list,watch pods * in perf',
    'Group perf-action: list events * in perf',
    'Group perf-action: get pods/log * in perf',
    'Group perf-action: get,patch gitrepositories.source.toolkit.fluxcd.io perf in flux-system',
    'Group perf-action: get,patch kustomizations.kustomize.toolkit.fluxcd.io perf in flux-system',
    'Group perf-action: get services/proxy prometheus:http in monitoring',
    'ServiceAccount perf-flux: get,create,patch,delete jobs.batch * in perf',
    'ServiceAccount perf-flux: get,create,patch,delete configmaps * in perf',
    'ServiceAccount perf-flux: get,create,patch,delete poddisruptionbudgets.policy * in perf',
  ])
})

test('where a target is, its pods may be listed and nothing else', () => {
  const [role, binding] = read('rbac-target.yaml')
  expect(role?.rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }])
  expect(binding).toMatchObject({
    metadata: role!.metadata,
    subjects: [{ kind: 'Group', name: 'perf-action' }],
    roleRef: { kind: 'Role', name: role!.metadata.name },
  })
})

test('nothing is granted in the whole cluster, and every Role is bound', () => {
  expect(rbac.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([])
  const place = ({ metadata }: KubernetesObject) => `${metadata.namespace}/${metadata.name}`
  expect(of('Role').map(place).sort()).toEqual(of('RoleBinding').map(place).sort())
})

test('the Kustomization acts as the ServiceAccount that has the rights, in its own namespace', () => {
  const flux = of('ServiceAccount').find(({ metadata }) => metadata.name === kustomization?.spec?.serviceAccountName)
  expect(flux?.metadata.namespace).toBe(kustomization?.metadata.namespace)
})

test('the Kustomization prunes, waits for nothing, forces nothing and substitutes nothing', () => {
  expect(kustomization?.spec).toMatchObject({
    prune: true,
    wait: false,
    path: `./${source?.spec?.sparseCheckout?.[0]}`,
  })
  for (const key of ['force', 'postBuild', 'healthChecks', 'dependsOn'])
    expect(kustomization?.spec).not.toHaveProperty(key)
  expect(kustomization?.spec?.sourceRef).toEqual({ kind: source?.kind, name: source?.metadata.name })
})

test('the pods of a run have the ServiceAccount of rbac.yaml', () => {
  const { spec } = podTemplate(runOf(jmeterTest)) as unknown as { spec: { serviceAccountName: string } }
  expect(of('ServiceAccount').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toContain(
    `perf/${spec.serviceAccountName}`,
  )
})
