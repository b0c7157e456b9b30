import { reason } from '../core/error.ts'
import type { Run } from '../core/run.ts'
import type { Published, World } from '../ports.ts'

type Needs = Pick<World, 'forge' | 'log' | 'remember'>

/**
 * The check run of a test, in progress, so that the pull request shows at once that something is under way. Without it
 * the run goes on: the job summary has the result.
 */
export async function announce(run: Run, { forge, log, remember }: Needs): Promise<number | undefined> {
  const published = await start(run, forge)
  if ('why' in published) {
    log.warning(`no check run: ${published.why}; the job summary has the result`)
    return undefined
  }
  remember({ run: run.id, test: run.test.name, check: published.id })
  return published.id
}

/** The check run of a test goes on to the run that has its last word; `post` ends it with that. */
export function handOver<About extends { readonly run: Run; readonly check: number | undefined }>(
  about: About,
  run: Run,
  { log, remember }: Pick<World, 'log' | 'remember'>,
): About {
  const { name } = run.test
  log.info(`${about.run.id} makes a change of ${name} suspect: ${run.id} compares base and head in pairs`)
  if (about.check !== undefined) {
    remember({ run: run.id, test: name, check: about.check })
    remember({ run: about.run.id, test: name, check: null })
  }
  return { ...about, run }
}

async function start({ id, test }: Run, forge: World['forge']): Promise<{ why: string } | { id: number }> {
  const load = `${test.generator}, ${test.pods} ${test.pods === 1 ? 'pod' : 'pods'}`
  const report = { title: `${test.profile} test is running`, summary: `Run \`${id}\`: ${load}.` }
  try {
    const published: Published = await forge.startCheck(`perf / ${test.name}`, report)
    return 'missing' in published ? { why: `the token lacks \`${published.missing}\`` } : published
  } catch (thrown) {
    return { why: reason(thrown) }
  }
}
