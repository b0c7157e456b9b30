import type { History } from '../baseline.ts'
import type { Test } from '../plan.ts'
import type { RevisionsRead } from '../revisions-record.ts'
import type { MetricResult } from '../series.ts'
import type { PodManifest } from '../spec.ts'
import type { Summary } from '../summary.ts'

/** All that a verdict over one run rests on. */
export interface Evidence {
  readonly test: Test
  /** The run id. */
  readonly run: string
  /** Merged over all pods that reported. */
  readonly summary: Summary
  /** By index; undefined: that pod left no manifest. */
  readonly manifests: readonly (PodManifest | undefined)[]
  readonly metrics: readonly MetricResult[]
  /** What of the Job ended badly, as a sentence; undefined: nothing did. */
  readonly job?: string
  /** What was read of the targets' revisions beside the pods. */
  readonly revisions?: RevisionsRead
  /** Of the pull request's head, which is to be judged; absent: there is none, or nobody said. */
  readonly commit?: string
  /** What is known of earlier runs; absent: nobody asked, and nothing is said of it. */
  readonly history?: History
}

/** The manifests that are there. */
export function reported(evidence: Evidence): readonly PodManifest[] {
  return evidence.manifests.filter((manifest) => manifest !== undefined)
}

/** What each of them measured. */
export function podsOf(evidence: Evidence): readonly Summary[] {
  return reported(evidence).map(({ summary }) => summary)
}

/** The load follows the clock and not the answers: a rate is asked for and no number of threads. */
export function openModel({ test }: Evidence): boolean {
  return test.rate !== undefined && test.threads === undefined
}
