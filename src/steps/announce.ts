import type { Run } from '../core/run.ts'
import type { World } from '../ports.ts'

/** The check run of a test, in progress, so that the pull request shows at once that something is under way. */
export async function announce(
  run: Run,
  world: Pick<World, 'forge' | 'log' | 'remember'>,
): Promise<number | undefined> {
  const { test } = run
  const published = await world.forge.startCheck(`perf / ${test.name}`, {
    title: `${test.profile} test is running`,
    summary: `Run \`${run.id}\`: ${test.generator}, ${test.pods} ${test.pods === 1 ? 'pod' : 'pods'}.`,
  })
  if ('missing' in published) {
    world.log.warning(`no check run: the token lacks \`${published.missing}\`; the job summary has the result`)
    return undefined
  }
  world.remember({ run: run.id, test: test.name, check: published.id })
  return published.id
}
