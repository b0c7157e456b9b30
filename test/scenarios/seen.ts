import { expect } from '@jest/globals'
import { runsInCluster } from '../world/cluster/flux.ts'
import { until } from '../world/cluster/rig.ts'
import type { ClusterWorld, Used } from '../world/cluster/world.ts'
import type { StepResult } from '../world/runner.ts'

/** The error annotations of a step. */
export function errorsOf({ commands }: StepResult): readonly string[] {
  return commands.filter(({ name }) => name === 'error').map(({ message }) => message)
}

export function warningsOf({ commands }: StepResult): readonly string[] {
  return commands.filter(({ name }) => name === 'warning').map(({ message }) => message)
}

/** What the log says to do about the error. */
export function adviceOf({ log }: StepResult): string | undefined {
  return /^What to do: (.*)$/m.exec(log)?.[1]
}

/** No folder in the Flux repository, no Job, pod or ConfigMap in the cluster; pods may need a moment to end. */
export async function expectNothingLeft(world: ClusterWorld): Promise<void> {
  expect(await world.folders()).toEqual([])
  await until('an end of all pods', async () => (await runsInCluster()).length === 0, 20).catch(() => {})
  expect(await runsInCluster()).toEqual([])
}

/** The one check run of a run, as `conclusion: title`. */
export function checkOf({ checks }: Used): string | undefined {
  expect(checks.length).toBeLessThan(2)
  const [check] = checks
  return check && `${check.conclusion ?? check.status}: ${check.output?.title ?? ''}`
}

/** The first line in bold of the one comment: the sentence of evidence. */
export function evidenceOf({ comments }: Used): string | undefined {
  expect(comments.length).toBeLessThan(2)
  return /^\*\*(.*)\*\*$/m.exec(comments[0] ?? '')?.[1]
}
