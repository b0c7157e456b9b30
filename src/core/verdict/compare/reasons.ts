import { count, share } from '../../figure.ts'
import type { Comparison } from '../comparison.ts'
import { ERROR_RATE } from './error-rate.ts'
import type { Shown } from './findings.ts'
import { ALL } from './hypothesis.ts'
import type { Labels } from './panel.ts'
import type { Replay } from './replay.ts'
import { change, movement, possible } from './sentences.ts'

/** All that is said of a comparison. */
export interface Story {
  readonly with: Comparison['with']
  readonly size: number
  readonly outcome: Comparison['outcome']
  readonly shown: readonly Shown[]
  readonly labels: Labels
  readonly needed: number | undefined
  readonly falseAlarms: number
  readonly replay?: Replay | undefined
}

/** More that moved are only counted. */
const MOST = 5

/** What came of it and how sure that is, as sentences; the most important first. */
export function reasons(story: Story): readonly string[] {
  const moved = withoutEchoes(onePerLabel(story.shown.filter(({ state }) => state === 'worse' || state === 'suspect')))
  const better = onePerLabel(story.shown.filter(({ state }) => state === 'better'))
  return [
    ...moved.slice(0, MOST).map((shown) => movement(shown, reference(story))),
    ...(moved.length > MOST ? [`${count(moved.length - MOST)} more moved; the table has them all.`] : []),
    ...(moved.length === 0 ? [nothingFound(story)] : trust(story)),
    ...better.slice(0, MOST).map((shown) => movement(shown, reference(story))),
    ...labelsApart(story.labels),
    ...replaySentence(story),
  ]
}

function reference({ with: mode, size }: Story): string {
  if (mode === 'pairs') return `the base in ${size === 1 ? 'the one pair' : `${size} pairs`}`
  return size === 1 ? 'the one run before' : `the last ${size} runs`
}

/** The quantile of a label that is spoken of, where several moved. */
const TOLD = ['p95', 'p50', 'p99']

function onePerLabel(moved: readonly Shown[]): readonly Shown[] {
  const worth = ({ state, finding }: Shown) =>
    (state === 'worse' ? 0 : TOLD.length) + Math.max(0, TOLD.indexOf(finding.metric))
  const groups = Map.groupBy(moved, ({ hypothesis: { family, label, metric } }) =>
    JSON.stringify([family, label, family === 'others' && metric]),
  )
  return [...groups.values()].map((group) => group.reduce((best, shown) => (worth(shown) < worth(best) ? shown : best)))
}

/** So many times the rise of all requests together a label's is worth a sentence of its own. */
const STANDS_OUT = 2

/** Without the error rates of labels where it is all of them that fail more often. */
function withoutEchoes(moved: readonly Shown[]): readonly Shown[] {
  const failing = moved.filter(({ finding }) => finding.metric === ERROR_RATE)
  const total = failing.find(({ finding }) => finding.label === ALL)
  if (total === undefined) return moved
  const told = STANDS_OUT * total.finding.change
  return moved.filter((shown) => shown === total || !failing.includes(shown) || shown.finding.change >= told)
}

function nothingFound(story: Story): string {
  const { outcome, shown, size, labels } = story
  const open = shown.filter(({ state }) => state === 'open')
  const [typical = shown[0]] = TOLD.flatMap((metric) => shown.find(({ finding }) => finding.metric === metric) ?? [])
  if (labels.shared.length === 0)
    return 'No label of this run has enough successes in the runs that it is compared with.'
  if (outcome === 'pass' && typical)
    return `Nothing became slower in ${counted(story, size)}: ${change(typical)}, and 20 % slower is ruled out ${labels.whole ? 'for every label' : 'wherever there are samples enough to say'}.`
  const widest = open.reduce((most, one) => (one.finding.high > most.finding.high ? one : most), open[0]!)
  return open.length === 0
    ? 'A label of the base is missing, so this is no pass.'
    : `Too noisy to tell: after ${counted(story, size)} ${possible(widest)}. ${next(story)}`
}

function next({ with: mode, needed, size }: Story): string {
  if (needed !== undefined) return `About ${counted({ with: mode, more: true }, needed)} should decide it.`
  return mode === 'pairs'
    ? `More than the ${size} pairs are needed than is reasonable: measure longer, or on quieter machines.`
    : 'More runs on the base will not decide it: compare in pairs.'
}

function counted(
  { with: mode, more = false }: { readonly with: Comparison['with']; readonly more?: boolean },
  n: number,
) {
  const one = mode === 'pairs' ? 'pair' : 'run'
  return `${count(n)} ${more ? 'more ' : ''}${one}${n === 1 ? '' : 's'}${more && mode === 'history' ? ' on the base' : ''}`
}

/** How far to trust what was found. */
function trust({ with: mode, falseAlarms, shown }: Story): readonly string[] {
  const alarm = shown.some(({ state }) => state === 'worse')
  if (!alarm) return ['This may be chance: it is beyond the margin, but not proven.']
  if (mode === 'pairs') return []
  return [
    `Earlier runs alone are weak evidence: this rule flags ${share(falseAlarms)} of the changes that change nothing. A comparison in pairs is surer.`,
  ]
}

function labelsApart({ missing, added }: Labels): readonly string[] {
  const names = (labels: readonly string[]) =>
    [...labels.slice(0, 3).map((label) => `"${label}"`), ...(labels.length > 3 ? ['…'] : [])].join(', ')
  return [
    ...(missing.length > 0 ? [`Missing in this run, or with too few successes to compare: ${names(missing)}.`] : []),
    ...(added.length > 0 ? [`New, so there is nothing to compare with: ${names(added)}.`] : []),
  ]
}

function replaySentence({ replay }: Story): readonly string[] {
  if (replay === undefined) return []
  const alarms = replay.alarms === 0 ? 'no alarm' : replay.alarms === 1 ? '1 alarm' : `${replay.alarms} alarms`
  return [`Judged one by one against the others, your last ${replay.runs} runs would have raised ${alarms}.`]
}
