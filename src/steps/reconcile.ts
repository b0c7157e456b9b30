import { PerfError } from '../core/error.ts'
import { type Doubt, decideFlux, describeFlux, fluxObstacle } from '../core/flux-decision.ts'
import type { FluxView, Standing } from '../core/flux-trouble.ts'
import type { JobState } from '../core/job.ts'
import type { Request } from '../core/request.ts'
import type { Clock, Commit, Flux, Jobs, Log, Manifests } from '../ports.ts'
import { untilCancelled } from './until-cancelled.ts'

interface Needs {
  readonly flux: Flux
  readonly jobs: Jobs
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

interface WithManifests extends Needs {
  readonly manifests: Pick<Manifests, 'compare'>
}

export interface ToReconcile {
  /** Also the Job's name. */
  readonly run: string
  /** The annotation `perf-action/spec-digest` of our Job. */
  readonly digest: string
  readonly commit: Pick<Commit, 'sha'>
  /** `<flux path>/<run>`. */
  readonly folder: string
  /** Default 5 minutes. */
  readonly deadlineMs?: number
}

/**
 * Before any commit: both Flux objects exist, belong together, are not suspended, and the path is theirs; and Jobs may be
 * seen, for a run that can't be followed must make no load.
 */
export async function checkFlux(
  request: Pick<Request, 'fluxPath' | 'fluxBranch'>,
  { flux, jobs }: Pick<Needs, 'flux' | 'jobs'>,
): Promise<void> {
  const [source, kustomization] = await Promise.all([flux.source(), flux.kustomization(), jobs.get('of-no-run')])
  const obstacle = fluxObstacle({ source, kustomization }, request)
  if (obstacle !== undefined) throw obstacle
}

/** Step 5: until Flux has created our Job. Throws FLUX with the reason as soon as it is clear that it won't. */
export function reconcile(asked: ToReconcile, needs: WithManifests): Promise<JobState> {
  return untilCancelled(needs.signal, () => untilApplied(asked, needs))
}

async function untilApplied(asked: ToReconcile, needs: WithManifests): Promise<JobState> {
  const { flux, clock, log, signal } = needs
  const deadline = clock.now() + (asked.deadlineMs ?? 300_000)
  const look = looker(asked, needs)
  const poke = poker(flux, clock)
  let doubt: Doubt | undefined
  let told = ''
  await poke('source')
  for (let pause = FIRST_MS; ; pause = longer(pause)) {
    const { job, view } = await look()
    const decision = decideFlux(view, clock.now(), doubt)
    if (decision.state === 'failed') throw decision.error
    if (decision.state === 'applied' && job !== undefined) return job
    if (decision.state === 'waiting') {
      if (decision.why !== told) log.info(decision.why)
      told = decision.why
      doubt = decision.doubt
    }
    if (view.fetched === 'contains') await poke('kustomization')
    if (clock.now() >= deadline) throw tooLong(asked, view)
    await clock.sleep(pause, signal)
  }
}

/** Looks at everything that says where the commit is; each revision is compared with it once. */
function looker({ run, digest, commit, folder }: ToReconcile, { flux, jobs, manifests }: WithManifests) {
  const known = new Map<string, Standing>([[commit.sha, 'contains']])
  const standing = async (revision: string | undefined): Promise<Standing | undefined> => {
    if (revision === undefined) return undefined
    const compared = known.get(revision) ?? (await manifests.compare(commit.sha, revision))
    known.set(revision, compared)
    return compared
  }
  return async (): Promise<{ readonly job: JobState | undefined; readonly view: FluxView }> => {
    const [job, source, kustomization] = await Promise.all([jobs.get(run), flux.source(), flux.kustomization()])
    const seen = { commit: commit.sha, folder, source, kustomization, job: whose(job, digest) }
    if (seen.job === 'ours') return { job, view: seen }
    const fetched = await standing(source.artifact)
    const attempted = await standing(kustomization.attempted)
    const applied = await standing(kustomization.applied)
    return { job, view: { ...seen, fetched, attempted, applied } }
  }
}

function whose(job: JobState | undefined, digest: string): FluxView['job'] {
  if (job === undefined || job.state === 'gone') return 'absent'
  return job.digest === digest ? 'ours' : 'foreign'
}

/** Asks Flux to reconcile, each object once. */
function poker(flux: Flux, clock: Clock) {
  const poked = new Map<string, string>()
  return async (object: 'source' | 'kustomization'): Promise<string> => {
    const before = poked.get(object)
    if (before !== undefined) return before
    const at = new Date(clock.now()).toISOString()
    poked.set(object, at)
    await flux.request(object, at)
    return at
  }
}

const FIRST_MS = 300
const LONGEST_MS = 5_000

function longer(pause: number): number {
  return Math.min(pause * 1.4, LONGEST_MS)
}

function tooLong({ run, deadlineMs = 300_000 }: ToReconcile, { source, kustomization }: FluxView): PerfError {
  const states = `GitRepository ${describeFlux(source)}. Kustomization ${describeFlux(kustomization)}`
  return new PerfError('TIMEOUT', `Flux has not created the Job ${run} within ${deadlineMs / 1000} s. ${states}`, {
    hint: 'see the logs of source-controller and kustomize-controller; flux get all -A shows what waits for what',
  })
}

const PRUNE_MS = 60_000

/** After the folder was removed: asks Flux to prune, and waits a minute at most until Job and pods are gone. */
export function pruned({ job }: { readonly job: string }, needs: Needs): Promise<boolean> {
  const { flux, jobs, clock, signal } = needs
  const poke = poker(flux, clock)
  return untilCancelled(signal, async () => {
    const deadline = clock.now() + PRUNE_MS
    const asked = await poke('source')
    let fetched = false
    for (let pause = FIRST_MS; ; pause = longer(pause)) {
      if ((await jobs.get(job)) === undefined) return true
      fetched ||= (await flux.source()).handledAt === asked
      if (fetched) await poke('kustomization')
      if (clock.now() >= deadline) return false
      await clock.sleep(pause, signal)
    }
  })
}
