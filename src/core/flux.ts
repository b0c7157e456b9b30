/** A condition of a Flux object. */
export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
}

interface FluxObject {
  /** `namespace/name`. */
  readonly name: string
  readonly suspended: boolean
  readonly conditions: readonly Condition[]
  /** `status.lastHandledReconcileAt`. */
  readonly handledAt?: string
}

/** A GitRepository. */
export interface FluxSource extends FluxObject {
  readonly url: string
  readonly branch?: string
  /** The commit of `status.artifact.revision` (after its last `:`). */
  readonly artifact?: string
}

/** A Kustomization; revisions are commits. */
export interface FluxKustomization extends FluxObject {
  /** `spec.path` without `./` and slashes at its ends. */
  readonly path: string
  readonly source: string
  readonly attempted?: string
  readonly applied?: string
}
