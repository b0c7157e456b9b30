import { loadTimeMs } from '../blocks.ts'
import type { Run } from '../run.ts'
import { fluxAnnotations, labels } from './labels.ts'
import type { Plain } from './yaml.ts'

const LONG_MS = 3_600_000

/** For a run of more than an hour: no voluntary eviction of its pods. EKS then announces a Fargate patch days ahead. */
export function budget(run: Run): Plain | undefined {
  if (loadTimeMs(run.test) <= LONG_MS) return undefined
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: run.id, labels: labels(run), annotations: fluxAnnotations },
    spec: { minAvailable: run.test.pods, selector: { matchLabels: { 'perf-action/run-id': run.id } } },
  }
}
