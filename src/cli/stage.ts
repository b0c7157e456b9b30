import type { Request } from '../core/request.ts'
import type { Log, World } from '../ports.ts'
import type { Ledger } from './ledger.ts'

/** Where tests are run, and what is asked for there. */
export interface Stage {
  readonly request: Request
  readonly world: World
  /** Ends whatever may be left of the runs on this machine. */
  close(): Promise<void>
}

/** What a stage is set up with. */
export interface Behind {
  readonly log: Log
  readonly signal: AbortSignal
  readonly remember: Ledger['remember']
}
