import type { keys } from '../core/run.ts'
import type { RunSpec } from '../core/spec.ts'
import type { Clock, Store, Target } from '../ports.ts'
import type { Mailbox } from './mailbox.ts'
import type { Pod } from './pod.ts'
import type { Stop } from './stop.ts'

/** All that the agent's steps need to know and to reach. */
export interface AgentWorld {
  readonly pod: Pod
  readonly spec: RunSpec
  readonly keys: ReturnType<typeof keys>
  readonly store: Store
  readonly target: Target
  readonly clock: Clock
  readonly mailbox: Mailbox
  readonly stop: Stop
  /** A line for `kubectl logs`. */
  readonly say: (line: string) => void
}
