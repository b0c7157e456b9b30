import type { History } from '../core/baseline.ts'
import type { HistoryRecord } from '../core/history.ts'
import type { Run } from '../core/run.ts'
import type { MetricResult } from '../core/series.ts'
import type { PodManifest } from '../core/spec.ts'
import type { Summary } from '../core/summary.ts'
import type { Verdict } from '../core/verdict/verdict.ts'

/** Addresses for people; each may be missing. */
export interface Links {
  /** The HTML report. */
  readonly report?: string
  /** The run's folder in the bucket. */
  readonly results?: string
  /** The workflow run. */
  readonly workflow?: string
  /** The run's commit in the Flux repository. */
  readonly commit?: string
  readonly check?: string
}

/** Another run of the same test; `url` is its folder in the bucket. */
export interface OtherRun {
  readonly run: string
  readonly url: string
}

/** A judged run: all that the reports are made of. */
export interface Result {
  readonly run: Run
  /** The commit under test. */
  readonly revision?: string
  /** The run's commit in the Flux repository. */
  readonly commit?: string
  readonly verdict: Verdict
  readonly summary: Summary
  /** By index; undefined: that pod left no manifest. */
  readonly manifests: readonly (PodManifest | undefined)[]
  readonly metrics: readonly MetricResult[]
  readonly links: Links
  /** What later runs are compared with; absent: this run is none for it. */
  readonly record?: HistoryRecord
  /** The run in pairs that is to confirm what this one makes suspect; the run that made it suspect. */
  readonly next?: OtherRun
  readonly screened?: OtherRun
  /** What is known of earlier runs; absent: nobody asked. */
  readonly history?: History
}
