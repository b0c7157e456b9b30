import { PerfError } from '../core/error.ts'
import type { Given } from './command.ts'
import type { Behind, Stage } from './run.ts'

export async function openClusterStage(_given: Given, _behind: Behind): Promise<Stage> {
  throw new PerfError('NOT_BUILT', 'runs in a cluster from a terminal are not built yet', { hint: 'run --local' })
}
