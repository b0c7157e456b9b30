import type { Flux, Jobs, World } from '../ports.ts'
import { pruned } from './reconcile.ts'

type Needs = Pick<World, 'manifests' | 'clock' | 'log' | 'signal' | 'remember'> & {
  readonly flux: Flux
  readonly jobs: Jobs
}

/**
 * Step 9: the folder out of the Flux repository, so that Flux prunes the Job and its pods (Fargate bills them until
 * they are deleted). Says whether the Job was seen to go; it goes at Flux's next interval all the same.
 */
export async function withdraw(
  { run, test }: { readonly run: string; readonly test: string },
  { manifests, flux, jobs, clock, log, signal, remember }: Needs,
): Promise<boolean> {
  const commit = await manifests.withdraw(run, `perf: withdraw ${test} ${run}\n`)
  if (commit === undefined) log.info(`the folder ${run} is not in the Flux repository`)
  remember({ run, test, committed: false })
  const gone = await pruned({ job: run }, { flux, jobs, clock, log, signal })
  if (!gone) log.warning(`Flux has not removed the Job ${run} within a minute; it will at its next interval`)
  return gone
}
