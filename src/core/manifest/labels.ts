import type { Run } from '../run.ts'

/** What every object of a run bears, so that a person finds it and Flux's pruning can be checked. */
export function labels(run: Run): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': 'perf-action',
    'app.kubernetes.io/instance': run.id,
    'app.kubernetes.io/component': 'generator',
    'app.kubernetes.io/managed-by': 'perf-action',
    'perf-action/run-id': run.id,
    'perf-action/test': run.test.name,
  }
}

/**
 * What Flux reads: create once and never change (a changed Job would have to be deleted, and that ends the load), and
 * leave every `${…}` alone, of which JMeter plans are full.
 */
export const fluxAnnotations = {
  'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
  'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
} as const
