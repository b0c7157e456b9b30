import type { Account, Roles } from './account.ts'
import type { AwsStandIn } from './aws/index.ts'
import type { Bucket } from './bucket.ts'
import type { CheckRun } from './github/checks.ts'
import type { GitHub } from './github/server.ts'
import type { ActionOptions, Running, StepResult } from './runner.ts'
import type { Deployment, Shop } from './shop/shop.ts'
import type { JobToken } from './tokens.ts'
import type { EventName } from './workflow.ts'

/** `cluster`: a real one, and the truth. `sandbox`: an imitation of it in this process, for any machine. */
export type WorldName = 'cluster' | 'sandbox'

/** One use of the action in a workflow. */
export interface Use {
  /** Of the repository under test; `perf.yaml` among them. */
  readonly files: Readonly<Record<string, string>>
  /** Over those of a sound workflow. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Default: a pull request. */
  readonly event?: EventName
  readonly token?: JobToken
  readonly env?: Readonly<Record<string, string>>
  readonly during?: (main: Running) => Promise<void>
  /** What runs it; default: the one step alone, as the runner does. */
  readonly by?: (step: ActionOptions) => Promise<Pick<Used, 'main' | 'post'>>
}

/** What came of it, as people see it. */
export interface Used {
  readonly main: StepResult
  readonly post: StepResult
  /** The commit that a check belongs to: of a pull request its head. */
  readonly sha: string
  readonly pull: number | undefined
  /** Bodies of the pull request's comments. */
  readonly comments: readonly string[]
  /** Check runs of the commit. */
  readonly checks: readonly CheckRun[]
}

/** What its administrator does to a cluster, and sees in it. */
export interface Cluster {
  /** The Jobs, pods, ConfigMaps and disruption budgets of runs, as `kind/name`. */
  leftovers(): Promise<readonly string[]>
  /** Changes the spec of the Kustomization of the runs by a merge patch. */
  patchKustomization(spec: object): Promise<void>
  /** Takes the action's rights in a namespace away; dispose to give them back. */
  unbind(namespace: string): Promise<AsyncDisposable>
}

/** A metric that every world has under another name. */
export interface KnownMetric {
  readonly query: string
  /** What tells its series apart, and its values in order, in a run of so many pods. */
  readonly by: string
  series(run: string, pods: number): readonly RegExp[]
}

/** All that surrounds a run, from the pull request to the pods. Dispose it to end all of it. */
export interface World extends AsyncDisposable {
  readonly name: WorldName
  readonly account: Account
  readonly aws: AwsStandIn
  readonly github: GitHub
  readonly shop: Shop
  /** Another shop beside it, from now to the end of the world; of one name there is one. */
  deploy(deployment: Deployment): Promise<Shop>
  readonly bucket: Bucket
  readonly cluster: Cluster
  /** The bare Flux repository. */
  readonly fleet: string
  /** The inputs of a sound workflow. */
  readonly inputs: Readonly<Record<string, string>>
  readonly memory: KnownMetric
  /** The shipped roles, for the world's bucket or another. */
  roles(bucket?: string): Roles
  /** Runs the built action as the runner does: main, then post. */
  use(use: Use): Promise<Used>
  /** The folders of runs that are in the Flux repository now. */
  folders(): Promise<readonly string[]>
}
