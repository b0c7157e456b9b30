import { reason } from '../core/error.ts'
import type { Flux, Jobs, World } from '../ports.ts'
import { pruned } from './reconcile.ts'

interface Withdrawn {
  readonly run: string
  readonly test: string
}

/** The folder out of the Flux repository: without it Flux prunes the Job and its pods, which Fargate bills until then. */
export async function removeFolder(
  { run, test }: Withdrawn,
  { manifests, log, remember }: Pick<World, 'manifests' | 'log' | 'remember'>,
): Promise<void> {
  const commit = await manifests.withdraw(run, `perf: withdraw ${test} ${run}\n`)
  log.info(commit === undefined ? `${run} is not in the Flux repository` : `withdrawn by ${commit.url ?? commit.sha}`)
  remember({ run, test, committed: false })
}

type Cluster = Pick<World, 'clock' | 'log' | 'signal'> & { readonly flux: Flux; readonly jobs: Jobs }

/** Waits a minute at most until Flux has removed the Job; says what happens where it has not. */
export async function awaitPruning({ run }: Withdrawn, cluster: Cluster): Promise<void> {
  if (await pruned({ job: run }, cluster)) cluster.log.info(`Flux has removed the Job ${run} and its pods`)
  else cluster.log.warning(`Flux has not removed the Job ${run} within a minute; it will at its next interval`)
}

/** Step 9. Never throws: what it could not undo, `post` tries again, and the run's result stands. */
export async function withdraw(run: Withdrawn, scene: Cluster & Pick<World, 'manifests' | 'remember'>): Promise<void> {
  try {
    await removeFolder(run, scene)
    await awaitPruning(run, scene)
  } catch (thrown) {
    scene.log.warning(`${run.run} could not be withdrawn yet: ${reason(thrown)}`)
  }
}
