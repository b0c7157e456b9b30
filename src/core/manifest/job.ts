import { loadTimeMs } from '../blocks.ts'
import type { Run } from '../run.ts'
import { fluxAnnotations, labels } from './labels.ts'
import { podTemplate } from './pod.ts'
import type { Plain } from './yaml.ts'

/** With these codes the generator's container ends a pod that made no load; the Job's failure policy reads them. */
export const EXIT = {
  /** Another pod has this index's claim: the load has begun before. */
  claimLost: 75,
  /** Not every pod was ready in time. */
  barrierTimeout: 76,
  /** The spec or the plan is missing or not the one that was asked for. */
  badSpec: 77,
  /** The bucket can't be reached or refuses. */
  storeUnreachable: 78,
} as const

const START_SECONDS = 15 * 60 // capacity, images, barrier
const DRAIN_SECONDS = 5 * 60 // last chunks, log, manifest

/** The Indexed Job of a run; `digest` is of the run's folder. */
export function job(run: Run, digest: string): Plain {
  const { pods } = run.test
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: run.id,
      labels: labels(run),
      annotations: { ...fluxAnnotations, 'perf-action/run-id': run.id, 'perf-action/spec-digest': digest },
    },
    spec: {
      completionMode: 'Indexed',
      completions: pods,
      parallelism: pods,
      backoffLimitPerIndex: 0,
      podReplacementPolicy: 'Failed',
      activeDeadlineSeconds: Math.ceil(loadTimeMs(run.test) / 1000) + START_SECONDS + DRAIN_SECONDS,
      podFailurePolicy: {
        rules: [
          { action: 'FailIndex', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          exit('FailIndex', [EXIT.claimLost]),
          exit('FailJob', [EXIT.barrierTimeout, EXIT.badSpec, EXIT.storeUnreachable]),
        ],
      },
      template: podTemplate(run),
    },
  }
}

function exit(action: 'FailIndex' | 'FailJob', values: readonly number[]): Plain {
  return { action, onExitCodes: { containerName: 'generator', operator: 'In', values } }
}

/** Why the Job is as it is, for the person who reads the commit. */
export const jobNotes = {
  'kustomize.toolkit.fluxcd.io/ssa': 'Flux creates this Job once and never changes it.',
  'kustomize.toolkit.fluxcd.io/substitute': 'Flux substitutes nothing here.',
  'perf-action/spec-digest': 'sha256 over the paths and contents of this folder.',
  'eks.amazonaws.com/skip-containers': 'The AWS role is for the agent; the generator gets no credentials.',
  backoffLimitPerIndex: 'Load that broke off is never begun again.',
  activeDeadlineSeconds:
    'The load, 15 minutes to start and 5 to hand the results on. There is no TTL: Flux would create the Job again.',
  podFailurePolicy: `A disruption or a lost claim (${EXIT.claimLost}) costs one index; barrier timeout (${EXIT.barrierTimeout}), bad spec (${EXIT.badSpec}) and store unreachable (${EXIT.storeUnreachable}) end the Job.`,
  shareProcessNamespace: 'The agent reads the CPU, memory and throttling of the generator.',
  initContainers: 'A native sidecar: starts before the generator, ends after it.',
  resources: 'Requests equal limits, as Fargate wants it.',
}
