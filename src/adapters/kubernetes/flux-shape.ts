import type { Condition, FluxKustomization, FluxSource } from '../../core/flux.ts'

/** What we read of a Flux object; all of it may be missing before its controller has seen it. */
interface Raw {
  readonly metadata?: { readonly namespace?: string; readonly name?: string }
  readonly spec?: {
    readonly suspend?: boolean
    readonly url?: string
    readonly ref?: { readonly branch?: string }
    readonly path?: string
    readonly sourceRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string }
  }
  readonly status?: {
    readonly conditions?: readonly Partial<Record<'type' | 'status' | 'reason' | 'message', string>>[]
    readonly lastHandledReconcileAt?: string
    readonly artifact?: { readonly revision?: string }
    readonly lastAttemptedRevision?: string
    readonly lastAppliedRevision?: string
  }
}

/** A GitRepository as core sees it. */
export function fluxSource(object: unknown): FluxSource {
  const raw = object as Raw
  const artifact = commitOf(raw.status?.artifact?.revision)
  const branch = raw.spec?.ref?.branch
  return {
    ...shared(raw),
    url: raw.spec?.url ?? '',
    ...(branch === undefined ? {} : { branch }),
    ...(artifact === undefined ? {} : { artifact }),
  }
}

/** A Kustomization as core sees it; a source that is no GitRepository keeps its kind in its name. */
export function fluxKustomization(object: unknown): FluxKustomization {
  const raw = object as Raw
  const { kind = 'GitRepository', name = '', namespace = raw.metadata?.namespace ?? '' } = raw.spec?.sourceRef ?? {}
  const attempted = commitOf(raw.status?.lastAttemptedRevision)
  const applied = commitOf(raw.status?.lastAppliedRevision)
  return {
    ...shared(raw),
    path: (raw.spec?.path ?? '').replace(/^\.?\/+/, '').replace(/^\.$|\/+$/g, ''),
    source: `${kind === 'GitRepository' ? '' : `${kind} `}${namespace}/${name}`,
    ...(attempted === undefined ? {} : { attempted }),
    ...(applied === undefined ? {} : { applied }),
  }
}

function shared({ metadata, spec, status }: Raw) {
  const handledAt = status?.lastHandledReconcileAt
  return {
    name: `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`,
    suspended: spec?.suspend === true,
    conditions: (status?.conditions ?? []).map(
      ({ type = '', status: value, reason = '', message = '' }): Condition => ({
        type,
        status: value === 'True' || value === 'False' ? value : 'Unknown',
        reason,
        message,
      }),
    ),
    ...(handledAt === undefined ? {} : { handledAt }),
  }
}

/** `main@sha1:<commit>` and `refs/heads/main@sha1:<commit>`: what follows the last colon. */
function commitOf(revision: string | undefined): string | undefined {
  const commit = revision?.slice(revision.lastIndexOf(':') + 1)
  return commit === '' ? undefined : commit
}
