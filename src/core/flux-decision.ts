import { PerfError } from './error.ts'
import type { FluxKustomization, FluxSource } from './flux.ts'
import { condition, type FluxView, short, suspended, trouble, uncovered } from './flux-trouble.ts'

/** A fault that may pass by itself, and since when (ms since 1970) it is there. */
export interface Doubt {
  readonly key: string
  readonly since: number
}

export type FluxDecision =
  | { readonly state: 'applied' }
  | { readonly state: 'failed'; readonly error: PerfError }
  | { readonly state: 'waiting'; readonly why: string; readonly doubt?: Doubt }

/** Where a commit stands: applied once the Job of our name and digest exists, whatever the revisions say. */
export function decideFlux(view: FluxView, now: number, doubt?: Doubt): FluxDecision {
  if (view.job === 'ours') return { state: 'applied' }
  const found = trouble(view)
  if (found === undefined) return { state: 'waiting', why: waitsFor(view) }
  const { key, patienceMs, error } = found
  const since = doubt?.key === key ? doubt.since : now
  if (now - since >= patienceMs) return { state: 'failed', error }
  return { state: 'waiting', why: error.message, doubt: { key, since } }
}

/** What would keep any commit under the Flux path from being applied, seen before there is one. */
export function fluxObstacle(
  { source, kustomization }: Pick<FluxView, 'source' | 'kustomization'>,
  { fluxPath, fluxBranch }: { readonly fluxPath: string; readonly fluxBranch: string },
): PerfError | undefined {
  if (source.branch !== undefined && source.branch !== fluxBranch) {
    return new PerfError(
      'FLUX',
      `the GitRepository ${source.name} reads the branch ${source.branch}, and runs are committed to ${fluxBranch}`,
      {
        hint: `set the input flux-branch to ${source.branch}, or name the GitRepository of ${fluxBranch} in flux-source`,
      },
    )
  }
  if (kustomization.source !== source.name) {
    return new PerfError(
      'FLUX',
      `the Kustomization ${kustomization.name} takes its files from ${kustomization.source}, not from the GitRepository ${source.name}`,
      { hint: 'let the inputs flux-source and flux-kustomization name two objects that belong together' },
    )
  }
  return (suspended(source, kustomization) ?? uncovered({ kustomization, folder: fluxPath }))?.error
}

/** A Flux object in a line: its Ready condition and its revisions. */
export function describeFlux(object: FluxSource | FluxKustomization): string {
  const ready = condition(object, 'Ready')
  const state = ready === undefined ? 'no status yet' : `Ready ${ready.status}, ${ready.reason}: ${ready.message}`
  const revisions =
    'path' in object
      ? `attempted ${short(object.attempted)}, applied ${short(object.applied)}`
      : `fetched ${short(object.artifact)}`
  return `${object.name}: ${object.suspended ? 'suspended; ' : ''}${state}; ${revisions}`
}

function waitsFor({ commit, source, kustomization, fetched, attempted }: FluxView): string {
  if (fetched !== 'contains') return `Flux fetches ${short(commit)} (it has ${short(source.artifact)})`
  const ready = condition(kustomization, 'Ready')
  if (ready?.status === 'False' && ready.reason === 'DependencyNotReady') {
    return `the Kustomization ${kustomization.name} waits for another: ${ready.message}`
  }
  return attempted === 'contains' ? `Flux applies ${short(commit)}` : `Flux takes up ${short(commit)}`
}
