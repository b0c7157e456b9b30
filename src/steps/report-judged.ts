import type { Forge, Log } from '../ports.ts'
import { conclusion, renderCheck } from '../report/check.ts'
import { MARKER, renderComment } from '../report/comment.ts'
import type { Section } from '../report/section.ts'
import type { Judged } from './judge-results.ts'
import { published } from './published.ts'
import type { Reported } from './report.ts'

interface Needs {
  readonly forge: Forge
  readonly log: Log
  readonly pull: number | undefined
}

/**
 * A check for each test, and all of them as one comment where there is a pull request. The checks have names of their own:
 * figures that anybody could have written must not satisfy a rule that requires `perf / <test>`.
 */
export async function reportJudged(
  judged: readonly Judged[],
  { forge, log, pull }: Needs,
): Promise<readonly Reported[]> {
  const body = renderComment(judged.map(({ section }) => section))
  const comment =
    pull === undefined ? undefined : await published('the comment', () => forge.comment(MARKER, body), log)
  const reported: Reported[] = []
  for (const one of judged) {
    const check = await published(`the check of ${one.section.test}`, () => writeCheck(one.section, forge), log)
    const said = { ...(check === undefined ? {} : { check }), ...(comment === undefined ? {} : { comment }) }
    if ('result' in one) reported.push({ ...one, links: { ...one.result.links, ...said } })
  }
  return reported
}

async function writeCheck(section: Section, forge: Forge) {
  const report = renderCheck(section)
  const started = await forge.startCheck(`perf of a fork / ${section.test}`, report)
  return 'id' in started ? forge.finishCheck(started.id, conclusion(section), report) : started
}
