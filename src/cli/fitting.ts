import { fingerprint } from '../core/fingerprint.ts'
import { changesOf, loadOf } from '../core/load.ts'
import { hasPairs } from '../core/verdict/paired-blocks.ts'
import type { ReadRun } from './read-run.ts'

interface Asked {
  readonly heads: readonly ReadRun[]
  readonly bases: readonly ReadRun[]
  readonly pairs: boolean
}

/** What of the runs that are to be judged together does not fit together, as sentences. */
export function unfitting({ heads, bases, pairs }: Asked): readonly string[] {
  const inPairs = heads.filter(({ summary }) => hasPairs(summary))
  const beside = pairs ? '--pairs and --base' : bases.length > 0 ? '--base' : ''
  return [
    ...inPairs.flatMap(({ path }) =>
      beside === '' ? [] : [`--head ${path} is a run in pairs, which has its base with it: leave out ${beside}`],
    ),
    ...bases.flatMap(({ path, summary }) =>
      hasPairs(summary) ? [`--base ${path} is a run in pairs: it is two loads, and a base is one`] : [],
    ),
    ...(pairs || heads.length < 2
      ? []
      : heads.flatMap(({ path, whole }) =>
          whole === undefined ? [] : [`--head ${path} is a whole run, and several heads are the parts of one`],
        )),
    ...[...heads, ...bases].flatMap(({ path, whole }) =>
      pairs && whole?.test.steps !== undefined
        ? [
            `${path} is a stress test, whose steps are not one load: leave out --pairs, and what the target bears is compared`,
          ]
        : [],
    ),
    ...otherLoads({ heads, bases, pairs }),
  ]
}

/** A run of another load is no base, where both say what theirs was. */
function otherLoads({ heads, bases, pairs }: Asked): readonly string[] {
  return bases.flatMap(({ path, whole: base }, i) => {
    const head = heads[pairs ? i : 0]?.whole
    if (head === undefined || base === undefined || fingerprint(head.test) === fingerprint(base.test)) return []
    const changes = changesOf(loadOf(base.test), loadOf(head.test))
    return [`--base ${path} is a run of another load${changes.length === 0 ? '' : `: ${changes.join(', ')}`}`]
  })
}
