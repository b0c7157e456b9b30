import { count, duration, share } from '../../figure.ts'
import type { Endurance } from './endurance.ts'
import type { Found } from './found.ts'
import { growthSentence, subjectOf } from './sentences.ts'

/** A share that nobody would call growth. */
const NOTHING = 0.0005

/** More that grew are only counted. */
const MOST = 5

/** What grew, or that nothing did, as sentences; the most important first. `unknown` is what nothing can be said of. */
export function growthReasons(
  all: readonly Found[],
  endurance: Endurance,
  unknown: readonly string[],
): readonly string[] {
  const of = (outcome: string) => all.filter(({ finding }) => finding.outcome === outcome)
  const worst = onePerSubject(of('regression').toSorted(bySoonest))
  const known = new Set(worst.map(subjectKey))
  const others = onePerSubject(of('warn').toSorted(bySize)).filter((found) => !known.has(subjectKey(found)))
  const told = [...worst, ...others]
  const open = of('inconclusive').toSorted((a, b) => reach(b) - reach(a))
  const far = onePerSubject(of('pass').filter(({ finding }) => finding.growth.kind === 'leak'))
  const say = (found: Found) => growthSentence(found, endurance)
  return [
    ...told.slice(0, MOST).map(say),
    ...(told.length > MOST ? [`${count(told.length - MOST)} more grew; the table has them all.`] : []),
    ...unknown,
    ...(open[0] === undefined ? [] : [tooNoisy(open[0], endurance)]),
    ...far.slice(0, MOST).map(say),
    ...(told.length + unknown.length + open.length === 0 ? [nothingGrew(all, far.length > 0, endurance)] : []),
  ]
}

function bySoonest(a: Found, b: Found): number {
  const soon = ({ finding: { growth } }: Found) => growth.reaches?.earliest ?? Number.POSITIVE_INFINITY
  return soon(a) - soon(b)
}

function bySize(a: Found, b: Found): number {
  return Math.abs(b.finding.change) - Math.abs(a.finding.change)
}

/** The growth that is not ruled out, as a share. */
function reach({ finding: { low, high }, watched: { worse } }: Found): number {
  return worse === 1 ? high : -low
}

/** The quantile of a label that is spoken of, where several grew. */
const TOLD = ['p95', 'p50']

/** Of a label's quantiles one; of all labels together only where no single one grew. */
function onePerSubject(all: readonly Found[]): readonly Found[] {
  const rank = ({ finding: { metric } }: Found) => (TOLD.includes(metric) ? TOLD.indexOf(metric) : TOLD.length)
  const groups = Map.groupBy(all, subjectKey)
  const best = [...groups.values()].map((group) =>
    group.reduce((one, other) => (rank(other) < rank(one) ? other : one)),
  )
  const single = new Set(best.filter(({ watched: { label } }) => label !== '*').map(({ watched }) => kindOf(watched)))
  return best.filter(({ watched }) => watched.label !== '*' || !single.has(kindOf(watched)))
}

function subjectKey({ watched: { of, label, metric } }: Found): string {
  return JSON.stringify(of === 'latency' ? [of, label] : [of, label, metric])
}

function kindOf({ of, metric }: Found['watched']): string {
  return of === 'metric' ? `metric ${metric}` : of
}

function tooNoisy(found: Found, { from = 0, to = 0 }: Endurance): string {
  const verb = found.watched.worse === 1 ? 'grown' : 'fallen'
  return `Too noisy to tell: in ${duration(to - from)} ${subjectOf(found.finding)} may have ${verb} by ${Number.isFinite(reach(found)) ? `up to ${share(reach(found))}` : 'any amount'}. Run it for longer.`
}

function nothingGrew(all: readonly Found[], besides: boolean, { from = 0, to = 0 }: Endurance): string {
  const steady = all.filter(({ finding, watched }) => finding.growth.kind === 'steady' && !watched.difference)
  const most = (ofMetrics: boolean) =>
    steady.filter(({ watched }) => (watched.of === 'metric') === ofMetrics).toSorted((a, b) => reach(b) - reach(a))[0]
  const bounds = [most(true), most(false)].flatMap((found) =>
    found === undefined || reach(found) < NOTHING ? [] : `${subjectOf(found.finding)} by ${share(reach(found))}`,
  )
  const nothing = steady.length === 0 ? '' : `, not even by ${share(NOTHING)}`
  const ruledOut = bounds.length === 0 ? nothing : `: at the most ${bounds.join(', and ')}`
  return `Nothing ${besides ? 'else ' : ''}grew in the ${duration(to - from)} that count${ruledOut}.`
}
