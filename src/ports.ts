/** All that perf-action does to the outside, on one page. Adapters implement these; steps and pipeline see only these. */

import type { FluxKustomization, FluxSource } from './core/flux.ts'
import type { JobState, PodEvent } from './core/job.ts'
import type { ManifestFile } from './core/manifest/folder.ts'
import type { RangeQuery } from './core/range-answer.ts'
import type { Head } from './core/request.ts'
import type { RunningContainer } from './core/revision-source.ts'
import type { MetricResult, Window } from './core/series.ts'
import type { UndoChange } from './core/undo.ts'

/** What the runner's log is for us; `group` folds what happens within. */
export interface Log {
  info(line: string): void
  warning(line: string): void
  group<T>(name: string, step: () => Promise<T>): Promise<T>
}

export interface Clock {
  /** ms since 1970. */
  now(): number
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Commit {
  readonly sha: string
  readonly url?: string
}

/** The Flux repository: one folder a run. Every method retries a race with other writers; none forces. */
export interface Manifests {
  /** `owner/name`, or an address without secrets; absent: there is none. */
  readonly repository?: string
  /** Puts exactly these files under `<flux path>/<folder>/`, in one commit on the branch's tip. */
  commit(folder: string, files: readonly ManifestFile[], message: string): Promise<Commit>
  /** Removes the folder; undefined when it is not there. */
  withdraw(folder: string, message: string): Promise<Commit | undefined>
  /** How `revision` stands to `commit`: it has it, it is an ancestor of it, or the branch was rewritten. */
  compare(commit: string, revision: string): Promise<'contains' | 'behind' | 'diverged'>
}

/** The two Flux objects of the inputs `flux-source` and `flux-kustomization`. */
export interface Flux {
  source(): Promise<FluxSource>
  kustomization(): Promise<FluxKustomization>
  /** Sets `reconcile.fluxcd.io/requestedAt`. */
  request(object: 'source' | 'kustomization', at: string): Promise<void>
}

/** The Jobs of one namespace. */
export interface Jobs {
  /** The Job and its pods now; undefined when there is neither; `gone` while only pods are left. */
  get(job: string): Promise<JobState | undefined>
  /**
   * A state at each change and at least every 30 s (a watch, doubled by a plain GET); ends after the Job is complete,
   * failed or gone. Survives cut streams, 410, 429 and 5xx.
   */
  follow(job: string, signal: AbortSignal): AsyncIterable<JobState>
  /** Events of the Job and its pods, oldest first. */
  events(job: string): Promise<readonly PodEvent[]>
  /** The last lines of a container; empty when there is none to read. */
  logs(pod: string, container: string, lines: number): Promise<readonly string[]>
}

/** The pods of the systems under test. */
export interface Workloads {
  /** Those that run, of the pods of a label selector; FORBIDDEN, with what to grant, where they may not be seen. */
  containers(namespace: string, selector: string): Promise<readonly RunningContainer[]>
}

export type Body = Uint8Array | string

/** Objects by key. The bucket, or a directory. */
export interface Store {
  put(key: string, body: Body, type: string): Promise<void>
  /** Of a length not known before: a multipart upload where it is long. */
  upload(key: string, body: AsyncIterable<Uint8Array>, type: string): Promise<void>
  /** Puts only where nothing is (`If-None-Match: *`); false: there was something. */
  create(key: string, body: Body, type: string): Promise<boolean>
  /** undefined where nothing is. */
  get(key: string): Promise<Uint8Array | undefined>
  /** The keys that begin with the prefix, in order; the first `most` (up to 1,000) of them by one request. */
  list(prefix: string, most?: number): Promise<readonly string[]>
  /** A link for people. */
  url(key: string): string
}

export type MetricQuery = RangeQuery

export interface Metrics {
  /** Never throws for an answer of Prometheus: a refused or failed query is a result that says so. */
  range(query: MetricQuery, window: Window): Promise<MetricResult>
}

/**
 * A GET of what a Service serves, by way of the API server: `path` is the whole one, `/api/v1/namespaces/…/services/…/proxy/…`.
 * The answer as it came, whatever its status; throws where there was none.
 */
export type ServiceProxy = (
  path: string,
  query: URLSearchParams,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly body: string }>

/** The system under test, as it is spoken to beside the load. Both throw JOB where there is no good answer in time. */
export interface Target {
  /** What a GET of the URL answers, its first 64 KiB. */
  answer(url: string): Promise<string>
  /** A POST to the URL. */
  reset(url: string): Promise<void>
}

/** Something was published at `url`, or could not be for want of a permission that is named. */
export type Published = { readonly url: string; readonly id: number } | { readonly missing: string }

export interface CheckReport {
  readonly title: string
  /** Markdown, at most 65,535 characters. */
  readonly summary: string
}

/** The pull request by which a change comes, with the labels that it has now. */
export interface LabelledPull {
  readonly pull: number
  readonly labels: readonly string[]
}

/** The pull request or commit that is reported on. */
export interface Forge {
  /** Of this run; after a merge the one that brought the commit to its branch; undefined: there is none. */
  labels(): Promise<LabelledPull | { readonly missing: string } | undefined>
  /** Creates the check run `name` on the head commit, in progress. */
  startCheck(name: string, report: CheckReport): Promise<Published>
  finishCheck(
    id: number,
    conclusion: 'success' | 'failure' | 'neutral' | 'cancelled',
    report: CheckReport,
  ): Promise<Published>
  /** Creates or replaces our one comment of the pull request, found by `marker` (its first line) among all of them. */
  comment(marker: string, body: string): Promise<Published>
}

/** What a run works with once it is authenticated. */
export interface Session {
  readonly flux: Flux
  readonly jobs: Jobs
  readonly workloads: Workloads
  readonly store: Store
  readonly metrics: Metrics
  /** Ends idle connections, so that the process can end. */
  close(): void
}

/** Files of the repository under test, by path from its root. */
export interface Files {
  /** undefined where there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
}

/** Results that are there already, written by whom we do not trust. */
export interface Results {
  /** The ids of the runs of a test, oldest first. */
  runs(test: string): Promise<readonly string[]>
  /** By its key, as in a store; undefined where nothing is. Throws STORE for what is no plain file, or too large. */
  get(key: string): Promise<Uint8Array | undefined>
}

/** What the judgement of such results may touch. */
export interface JudgeWorld {
  readonly log: Log
  readonly files: Files
  readonly results: Results
  /** The number of the open pull request that has this head; undefined: there is none, or none any more. */
  findPull(head: Head): Promise<number | undefined>
  /** What is said of the commit, and of the pull request where there is one. */
  forge(pull: number | undefined): Forge
}

/** Everything the pipeline may touch. */
export interface World {
  readonly log: Log
  readonly clock: Clock
  /** Aborted when the workflow is cancelled or the timeout is over. */
  readonly signal: AbortSignal
  readonly files: Files
  readonly manifests: Manifests
  readonly forge: Forge
  /** Called once, before anything is changed anywhere. */
  authenticate(): Promise<Session>
  /** Tells `post` what to undo; called before the act where that can be, and again when it is undone. */
  remember(change: UndoChange): void
  random(bytes: number): Uint8Array
}
