import { PerfError } from './error.ts'
import type { Condition, FluxKustomization, FluxSource } from './flux.ts'

/** How a revision of Flux stands to our commit: it has it, it is an ancestor of it, or the branch was rewritten. */
export type Standing = 'contains' | 'behind' | 'diverged'

/** What was seen of a commit's way into the cluster. Standings are undefined where there is no revision yet. */
export interface FluxView {
  readonly commit: string
  /** `<flux path>/<run>`. */
  readonly folder: string
  readonly source: FluxSource
  readonly kustomization: FluxKustomization
  readonly fetched?: Standing | undefined
  readonly attempted?: Standing | undefined
  readonly applied?: Standing | undefined
  /** `foreign`: a Job of our name that has another digest. */
  readonly job: 'ours' | 'absent' | 'foreign'
}

/** What is wrong, how long it may last before it counts, and by what it is known again. */
export interface Trouble {
  readonly error: PerfError
  readonly patienceMs: number
  readonly key: string
}

const AT_ONCE = 0
const SETTLING_MS = 3_000
/** Flux tries again after a failure that may pass. */
const RETRY_MS = 20_000

/** What keeps the commit of this view from being applied. */
export function trouble(view: FluxView): Trouble | undefined {
  const found = suspended(view.source, view.kustomization) ?? uncovered(view) ?? ofJob(view) ?? ofSource(view)
  return found ?? (view.fetched === 'contains' ? ofKustomization(view) : undefined)
}

interface Told {
  readonly key: string
  readonly patienceMs: number
  readonly message: string
  readonly hint: string
}

function flux({ key, patienceMs, message, hint }: Told): Trouble {
  return { key, patienceMs, error: new PerfError('FLUX', message, { hint }) }
}

/** Either of the two is suspended. */
export function suspended(source: FluxSource, kustomization: FluxKustomization): Trouble | undefined {
  const [kind, object] = source.suspended ? ['GitRepository', source] : ['Kustomization', kustomization]
  if (!object.suspended) return undefined
  const [namespace, name] = object.name.split('/')
  const what = kind === 'GitRepository' ? 'source git' : 'kustomization'
  return flux({
    key: 'suspended',
    patienceMs: AT_ONCE,
    message: `the ${kind} ${object.name} is suspended, so Flux applies nothing`,
    hint: `flux resume ${what} ${name} -n ${namespace}`,
  })
}

/** The folder is not under the Kustomization's path. */
export function uncovered({ kustomization, folder }: Pick<FluxView, 'kustomization' | 'folder'>): Trouble | undefined {
  const { path, name } = kustomization
  if (path === '' || folder === path || folder.startsWith(`${path}/`)) return undefined
  return flux({
    key: 'uncovered',
    patienceMs: AT_ONCE,
    message: `the Kustomization ${name} applies ${path}, which ${folder} is not in`,
    hint: `set the input flux-path to ${path}, or name the Kustomization that applies ${folder} in flux-kustomization`,
  })
}

function ofJob({ job, folder }: FluxView): Trouble | undefined {
  if (job !== 'foreign') return undefined
  return flux({
    key: 'foreign',
    patienceMs: AT_ONCE,
    message: `the cluster has another Job of this run's name (${folder}) with another perf-action/spec-digest`,
    hint: 'something else makes Jobs in this namespace: remove that Job, and start the workflow again',
  })
}

function ofSource({ source, fetched, commit }: FluxView): Trouble | undefined {
  if (fetched === 'diverged') {
    return flux({
      key: 'diverged',
      patienceMs: AT_ONCE,
      message: `the branch ${source.branch ?? ''} of the Flux repository was rewritten: ${short(source.artifact)}, which Flux has, does not hold our commit ${short(commit)}`,
      hint: 'nobody may force-push to the Flux branch while a run is there; start the workflow again',
    })
  }
  if (fetched === 'contains') return undefined
  const [stalled, failed] = [condition(source, 'Stalled'), condition(source, 'FetchFailed')]
  const [told, patienceMs] = stalled?.status === 'True' ? [stalled, SETTLING_MS] : [failed, RETRY_MS]
  if (told?.status !== 'True') return undefined
  return flux({
    key: told.type + told.reason,
    patienceMs,
    message: `Flux can't fetch ${source.url} (GitRepository ${source.name}, ${told.reason}): ${told.message}`,
    hint: "see the GitRepository's url, branch and secretRef; flux get sources git -A shows its state",
  })
}

/** Conditions that speak of an attempt without our commit are of the past. */
function ofKustomization(view: FluxView): Trouble | undefined {
  const { kustomization, attempted, applied } = view
  const ready = condition(kustomization, 'Ready')
  const stalled = condition(kustomization, 'Stalled')
  if (stalled?.status === 'True') return broken(kustomization, stalled, SETTLING_MS)
  if (attempted !== 'contains') return undefined
  if (ready?.status === 'False') {
    if (ready.reason === 'DependencyNotReady' || ready.reason === 'ArtifactFailed') return undefined
    return broken(kustomization, ready, ready.reason === 'BuildFailed' ? SETTLING_MS : RETRY_MS)
  }
  if (ready?.status !== 'True' || applied !== 'contains') return undefined
  return flux({
    key: 'absent',
    patienceMs: SETTLING_MS,
    message: `the Kustomization ${kustomization.name} has applied ${short(kustomization.applied)}, which holds our commit, but there is no Job of ${view.folder}`,
    hint:
      `either a later commit removed ${view.folder}, or a kustomization.yaml at ${kustomization.path || 'the root'} leaves it out ` +
      '(there must be none: Flux makes one), or the Job goes to another namespace than the input namespace',
  })
}

/** Where kustomize-controller unpacks the repository, another one each time. */
const WORK_FOLDER = /\/tmp\/kustomization-\d+\//g

function broken({ name }: FluxKustomization, told: Condition, patienceMs: number): Trouble {
  const hints: Readonly<Record<string, string>> = {
    BuildFailed: 'the message names the file; if it is not of this run, it breaks every run: mend or remove it',
    ReconciliationFailed:
      'if it is forbidden, give the service account of the Kustomization the role of infra/rbac.yaml for Flux',
    HealthCheckFailed: 'set wait: false and no healthChecks in the Kustomization of the runs: a Job runs for long',
  }
  return flux({
    key: told.type + told.reason,
    patienceMs,
    message: `Flux can't apply the commit (Kustomization ${name}, ${told.reason}): ${told.message.replace(WORK_FOLDER, '')}`,
    hint: hints[told.reason] ?? 'flux get kustomizations -A shows its state, flux logs the reason',
  })
}

/** The condition of this type. */
export function condition(object: { readonly conditions: readonly Condition[] }, type: string): Condition | undefined {
  return object.conditions.find((one) => one.type === type)
}

/** A commit as people write it. */
export function short(commit: string | undefined): string {
  return commit === undefined ? 'nothing' : commit.slice(0, 7)
}
