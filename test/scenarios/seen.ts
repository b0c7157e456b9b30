import { expect } from '@jest/globals'
import type { StepResult } from '../world/runner.ts'
import { until } from '../world/until.ts'
import type { Used, World } from '../world/world.ts'

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
export async function expectNothingLeft({ folders, cluster }: World): Promise<void> {
  expect(await folders()).toEqual([])
  await until('an end of all pods', async () => (await cluster.leftovers()).length === 0, 20).catch(() => {})
  expect(await cluster.leftovers()).toEqual([])
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
