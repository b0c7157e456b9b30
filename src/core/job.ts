/** A container that waits or has ended. */
export interface ContainerState {
  readonly name: string
  readonly state: 'waiting' | 'running' | 'terminated'
  /** `ImagePullBackOff`, `OOMKilled`, `Error`, … */
  readonly reason?: string
  readonly message?: string
  readonly exit?: number
  readonly image?: string
  /** As in the pod's spec: `512Mi`. */
  readonly memoryLimit?: string
  readonly restarts?: number
  /** Why it ended before it was started again: `OOMKilled`, … */
  readonly lastReason?: string
}

export interface PodState {
  readonly name: string
  readonly index: number
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  /** Of the pod: `Unschedulable`, `Evicted`, `DeadlineExceeded`, … */
  readonly reason?: string
  readonly message?: string
  readonly node?: string
  /** ms since 1970. */
  readonly createdAt?: number
  /** Fargate's annotation `CapacityProvisioned`. */
  readonly capacity?: string
  readonly containers: readonly ContainerState[]
}

/** A Job and its pods at one moment. `gone`: there is no such Job any more, pods of it may still be ending. */
export interface JobState {
  readonly name: string
  readonly state: 'running' | 'complete' | 'failed' | 'gone'
  /** `DeadlineExceeded`, `FailedIndexes`, `PodFailurePolicy`, … */
  readonly reason?: string
  readonly message?: string
  /** Annotations `perf-action/run-id` and `perf-action/spec-digest`. */
  readonly run?: string
  readonly digest?: string
  readonly pods: readonly PodState[]
}

export interface PodEvent {
  /** ms since 1970. */
  readonly at: number
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly object: string
  readonly count: number
}
