import { randomBytes } from 'node:crypto'
import type { V1Container, V1JobSpec } from '@kubernetes/client-node'
import type { KubeObject, Manifest } from '../kubernetes/object.ts'

export const INDEX = 'batch.kubernetes.io/job-completion-index'

/** The pod of an index of a Job, as the Job controller makes it. */
export function podOf(job: KubeObject, index: number): Manifest {
  const { name, namespace = '', uid } = job.metadata
  const { metadata, spec } = (job['spec'] as V1JobSpec).template
  const suffix = randomBytes(5)
    .map((byte) => SUFFIX.charCodeAt(byte % SUFFIX.length))
    .toString()
  const withIndex = (container: V1Container) => ({
    ...container,
    env: [
      ...(container.env ?? []),
      { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } } },
    ],
  })
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${index}-${suffix}`,
      namespace,
      labels: { ...metadata?.labels, ...owned(job), [INDEX]: String(index) },
      annotations: { ...metadata?.annotations, [INDEX]: String(index) },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true }],
    },
    spec: {
      ...spec,
      hostname: `${name}-${index}`,
      initContainers: (spec?.initContainers ?? []).map(withIndex),
      containers: (spec?.containers ?? []).map(withIndex),
    },
    status: { phase: 'Pending' },
  }
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789' // without vowels, as Kubernetes has it: no words come of it

/** The labels by which a Job's pods are found, in both of their spellings. */
function owned({ metadata: { name, uid } }: KubeObject): Readonly<Record<string, string>> {
  const prefix = 'batch.kubernetes.io/'
  return { [`${prefix}controller-uid`]: uid, 'controller-uid': uid, [`${prefix}job-name`]: name, 'job-name': name }
}

export function indexOf({ metadata }: KubeObject): number {
  return Number(metadata.labels?.[INDEX])
}
