import { count } from '../core/figure.ts'
import type { Test } from '../core/plan.ts'
import type { Request } from '../core/request.ts'
import { FEWEST_TO_SCREEN, withoutScreen } from '../core/screening.ts'
import type { Forge, Log, Store } from '../ports.ts'
import { readHistory } from './history.ts'

interface Needs {
  readonly store: Store
  readonly forge: Forge
  readonly log: Log
}

/**
 * The test as it is to be run: one that screens goes right to pairs where a change has too few earlier runs to be screened
 * with. On the branch itself it never does, for its runs are those that are needed.
 */
export async function chooseComparison(test: Test, { prefix, origin }: Request, needs: Needs): Promise<Test> {
  if (test.confirm === undefined || origin.landed === true) return test
  const why = await needs.log.group('Screen', () => tooFew(test, { prefix, origin }, needs))
  if (why === undefined) return test
  const instead = `Compared in pairs at once, for ${why}.`
  needs.log.info(instead)
  return withoutScreen(test, instead)
}

/** Why there is nothing to screen with; undefined: there is. */
async function tooFew(test: Test, { prefix, origin }: Pick<Request, 'prefix' | 'origin'>, needs: Needs) {
  const { history } = await readHistory({ run: { prefix, test }, request: { origin } }, needs)
  if (history.state !== 'read')
    return origin.branch === undefined ? 'a tag has no history' : `the history of ${origin.branch} could not be read`
  const { runs, branch, changed } = history.baseline
  if (runs.length >= FEWEST_TO_SCREEN) return undefined
  const earlier =
    runs.length === 0
      ? `there is no earlier run of this test${changed.length === 0 ? '' : ` (${changed.join(', ')})`}`
      : `there ${runs.length === 1 ? 'is' : 'are'} but ${count(runs.length)} earlier ${runs.length === 1 ? 'run' : 'runs'} of this test`
  return `${earlier} on ${branch}, and a screen needs ${FEWEST_TO_SCREEN}`
}
