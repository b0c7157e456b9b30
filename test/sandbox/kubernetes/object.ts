/** An object of the Kubernetes API as it is stored and sent; `spec`, `status` and the like as its kind has them. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly [field: string]: unknown
}

export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly { readonly uid: string; readonly [field: string]: unknown }[]
  readonly uid: string
  readonly resourceVersion: string
  readonly generation: number
  /** RFC 3339, whole seconds. */
  readonly creationTimestamp: string
  /** Set while a pod is given time to end. */
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
}

/** An object as somebody asks for it. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Pick<Metadata, 'name'> & Partial<Metadata>
  readonly [field: string]: unknown
}

/** Which object of a kind. */
export interface Address {
  /** None for what lies in no namespace. */
  readonly namespace?: string
  readonly name: string
}
