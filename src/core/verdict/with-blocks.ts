import { blockId } from '../blocks.ts'
import { count } from '../figure.ts'
import type { Test } from '../plan.ts'
import { lookToConfirm } from './compare/confirmation.ts'
import type { Pair } from './compare/pairs.ts'
import { compareUntilDecided, type Looked } from './compare/until-decided.ts'
import type { Compared, EarlierRun } from './compared.ts'
import type { Evidence } from './evidence.ts'
import type { Finding } from './finding.ts'
import { measuredPairs } from './measured-pairs.ts'
import { failsAlone, onlyErrors } from './only-errors.ts'
import { sideOf, wholePairs } from './parts.ts'
import { QUANTILES, type QuantileName } from './quantities.ts'
import { revisionOf, revisionsOf } from './revisions.ts'
import { uncompared } from './uncompared.ts'
import type { Check } from './verdict.ts'
import { MARGIN, notAccepted, type WithComparison } from './with-history.ts'

/** What so many pairs of a test come to; undefined: there are too few to look at. */
export function lookAt(pairs: readonly Pair[], { compare = {}, pairs: pairing, metrics }: Test): Looked | undefined {
  const { most = pairs.length, confirms } = pairing ?? {}
  const options = { margin: compare.margin ?? MARGIN, strict: true, most, metrics }
  return confirms === undefined ? compareUntilDecided(pairs, options) : lookToConfirm(pairs, confirms, options)
}

/** Compares the head blocks of a run with its base blocks, as far as the run is any good: where the head alone fails, that. */
export function compareBlocks(evidence: Evidence, checks: readonly Check[]): WithComparison {
  const { test, history } = evidence
  const { confirms, instead } = test.pairs ?? {}
  const whole = wholePairs(evidence)
  const about = aboutPairs(evidence, whole)
  const nothing = (state: 'not-judged' | 'no-baseline', note: string): WithComparison => ({
    comparison: { ...about, state, notes: [note] },
    findings: [],
  })
  const invalid = checks.some(({ state }) => state === 'invalid')
  const measured = measuredPairs(evidence, whole)
  const pairs = invalid ? measured.map(onlyErrors) : measured
  const looked = lookAt(pairs, test)
  if (invalid && !(failsAlone(checks) && looked?.comparison.outcome === 'regression'))
    return nothing('not-judged', 'The pairs were not compared: the run is not valid.')
  if (looked === undefined) return nothing('no-baseline', `Nothing was compared: ${few(whole)} whole.`)
  const { reasons, outcome, visible, needed, falseAlarms, findings } = looked.comparison
  const worse = outcome === 'warn' || outcome === 'regression'
  const beside = [...(worse ? notAccepted(history) : []), ...(instead === undefined ? [] : [instead])]
  const notes = [...reasons, ...beside, ...(invalid ? [] : metricsApart(evidence, pairs))]
  const accepted = worse ? freshly(history) : []
  return {
    comparison: {
      ...{ ...about, runs: about.runs.slice(0, looked.pairs), state: 'compared' },
      ...{ notes, outcome, visible, falseAlarms },
      ...(confirms === undefined ? {} : { screened: { ...confirms, confirmed: outcome === 'regression' } }),
      ...(needed === undefined ? {} : { needed }),
      ...(accepted.length === 0 ? {} : { accepted }),
    },
    findings: findings.map((finding) => ({ ...finding, ...span(finding, pairs.slice(0, looked.pairs)) })),
  }
}

function metricsApart(evidence: Evidence, pairs: readonly Pair[]): readonly string[] {
  const results = [...sideOf(evidence, 'head').metrics, ...sideOf(evidence, 'base').metrics]
  const sides = { heads: pairs.map(({ head }) => head), bases: pairs.map(({ base }) => base) }
  return uncompared(evidence.test.metrics, { ...sides, results, base: 'block of the base' })
}

function few(whole: number): string {
  return whole === 0 ? 'no pair is' : whole === 1 ? 'only one pair is' : `only ${count(whole)} pairs are`
}

/** What a person accepted and no base has yet: the history of a screened test knows the acceptances before it. */
function freshly(history: Evidence['history']): readonly string[] {
  if (history?.state === 'read') return history.acceptance.fresh
  return history?.state === 'off' ? history.accepted : []
}

function aboutPairs(evidence: Evidence, whole: number): Omit<Compared, 'state' | 'notes'> & { runs: EarlierRun[] } {
  const { test, summary, commit } = evidence
  const said = revisionsOf(evidence)
  const [base, head] = [revisionOf(said, 'base'), revisionOf(said, 'head') ?? commit]
  const begun = (id: string) => evidence.manifests[0]?.blocks.find(({ block }) => block === id)?.startAt ?? 0
  const runs = Array.from({ length: whole }, (_, i) => {
    const run = blockId(i + 1, 'base')
    return { run, at: begun(run), revision: base ?? '' }
  })
  return {
    ...{ with: 'pairs', asked: true, runs },
    ...(test.pairs === undefined ? {} : { most: test.pairs.most }),
    revisions: { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) },
    ...(summary.total.count === 0 ? {} : { at: summary.total.first }),
  }
}

/** What a quantile of a label was on the base, and what it is on the head, over the pairs; they differ by what was found. */
function span({ label, metric, change }: Finding, pairs: readonly Pair[]): Pick<Finding, 'before' | 'after'> {
  if (!Object.hasOwn(QUANTILES, metric)) return {}
  const lns = pairs.flatMap(
    ({ head }) => head.labels.find((one) => one.label === label)?.quantiles[metric as QuantileName]?.ln ?? [],
  )
  if (lns.length === 0) return {}
  const after = Math.exp(lns.reduce((sum, ln) => sum + ln / lns.length, 0))
  return { before: after / (1 + change), after }
}
