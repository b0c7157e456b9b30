import { blocksOf } from '../blocks.ts'
import type { Test } from '../plan.ts'
import type { Run } from '../run.ts'
import { labels } from './labels.ts'
import type { Plain } from './yaml.ts'

/** The agent's stock image. Nothing of ours is inside: the program comes from a ConfigMap. */
export const NODE_IMAGE = 'node:24.21.0-slim'

/** Requests = limits of the agent's container, which Fargate adds to the generator's. */
export const AGENT_SIZE = { cpuMillis: 100, memoryBytes: 192 * 1024 ** 2 }

/** The files that a run's ConfigMaps hold, by the name of their volume. */
export const MOUNTS = { agent: '/agent', spec: '/spec', work: '/work', tmp: '/tmp' } as const

const HEAP_SHARE = 0.65 // of the container's memory; the rest is the JVM's own: metaspace, stacks, code, buffers

/** The pod template of a run: the agent as a native sidecar, the generator under its stock image. */
export function podTemplate(run: Run): Plain {
  return {
    metadata: {
      labels: labels(run),
      annotations: { 'perf-action/run-id': run.id, 'eks.amazonaws.com/skip-containers': 'generator' },
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'perf-runner',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 120,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      initContainers: [agent(run)],
      containers: [generator(run.test)],
      volumes: [
        { name: 'work', emptyDir: { sizeLimit: '12Gi' } },
        { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'spec', configMap: { name: `${run.id}-plan` } },
        { name: 'agent', configMap: { name: `${run.id}-agent` } },
      ],
    },
  }
}

function agent(run: Run): Plain {
  return {
    name: 'agent',
    image: NODE_IMAGE,
    restartPolicy: 'Always',
    command: ['node', `${MOUNTS.agent}/agent.mjs`],
    env: [
      { name: 'AWS_REGION', value: run.region },
      field('POD_NAME', 'metadata.name'),
      field('POD_UID', 'metadata.uid'),
      field('NODE_NAME', 'spec.nodeName'),
    ],
    ...container(AGENT_SIZE, ['agent', 'spec']),
  }
}

function generator(test: Test): Plain {
  return {
    name: 'generator',
    image: test.image,
    ...(test.generator === 'jmeter'
      ? {
          command: ['sh', `${MOUNTS.spec}/run.sh`, ...blocksOf(test).map(({ id }) => id)],
          env: [{ name: 'HEAP', value: heap(test.size.memoryBytes) }],
        }
      : { command: ['node', `${MOUNTS.agent}/http.mjs`] }),
    ...container(test.size, test.generator === 'jmeter' ? ['spec'] : ['agent', 'spec']),
  }
}

function container(size: Test['size'], readOnly: readonly ('agent' | 'spec')[]): { readonly [key: string]: Plain } {
  const amount = { cpu: cpu(size.cpuMillis), memory: memory(size.memoryBytes) }
  return {
    resources: { requests: amount, limits: amount },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'work', mountPath: MOUNTS.work },
      { name: 'tmp', mountPath: MOUNTS.tmp },
      ...readOnly.map((name) => ({ name, mountPath: MOUNTS[name], readOnly: true })),
    ],
  }
}

function field(name: string, fieldPath: string): Plain {
  return { name, valueFrom: { fieldRef: { fieldPath } } }
}

function cpu(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`
}

function memory(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2}Mi` : String(bytes)
}

function heap(memoryBytes: number): string {
  const mebibytes = Math.floor((memoryBytes * HEAP_SHARE) / 1024 ** 2)
  return `-Xms${mebibytes}m -Xmx${mebibytes}m`
}
