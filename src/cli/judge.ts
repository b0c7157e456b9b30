import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { Limit } from '../core/limit.ts'
import { readLimit } from '../core/limit-parse.ts'
import type { Test } from '../core/plan.ts'
import { readShare } from '../core/units.ts'
import { runChecks } from '../core/verdict/checks.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { checkFiles, fileEvidence } from '../core/verdict/files.ts'
import { judge as judgeRun } from '../core/verdict/judge.ts'
import { judgedSummary } from '../core/verdict/parts.ts'
import { CAPACITY_MARGIN } from '../core/verdict/stress/capacity-change.ts'
import { MARGIN } from '../core/verdict/with-history.ts'
import { clean } from '../report/clean.ts'
import { beside, checkRuns, inPairs } from './base-runs.ts'
import type { Act, Given } from './command.ts'
import { openComplaints } from './complaints.ts'
import { exitOf } from './exit.ts'
import { unfitting } from './fitting.ts'
import { refuse } from './given.ts'
import { type ReadRun, readRun } from './read-run.ts'
import { readTests } from './repository.ts'
import { verdictText } from './verdict-text.ts'

/** Judges results that are there already: by limits, and with base runs by their history or in pairs. */
export const judge: Act = async (given, terminal) => {
  const asked = readAsked(given)
  const known = await testOf(given)
  const heads = await Promise.all(asked.head.map(readRun))
  const bases = await Promise.all(asked.base.map(readRun))
  refuse(unfitting({ heads, bases, pairs: asked.pairs }), 'judge')
  const head = evidenceOf({ heads, ...asked }, known)
  const margin = asked.margin ?? head.test.compare?.margin ?? (head.test.steps === undefined ? MARGIN : CAPACITY_MARGIN)
  const test = { ...head.test, ...(asked.limits.length > 0 ? { limits: asked.limits } : {}) }
  const unfit = checkRuns(bases)
  if (!asked.pairs)
    refuse(
      unfit.map(({ note }) => `--base ${note}`),
      'judge',
    )
  if (asked.pairs && test.limits.some(({ quantity }) => quantity.kind === 'throughput'))
    refuse(['a limit on the throughput is for one run, not for --pairs'], 'judge')
  const evidence: Evidence = { ...head, test: marginOf(test, margin), ...beside(bases, { ...asked, margin, test }) }
  const whole = heads.length === 1 && !asked.pairs && heads[0]?.whole !== undefined
  const checks = whole ? runChecks(evidence) : checkFiles(evidence)
  const wholes = heads.filter((one) => one.whole !== undefined)
  const verdict = asked.pairs
    ? judgeRun(evidence, {
        checks: [...checks, ...checkRuns(wholes), ...unfit],
        compare: inPairs(heads, bases, { test, margin }),
      })
    : judgeRun(evidence, { checks })
  const summary = judgedSummary(evidence.test, evidence.summary, verdict.stress)
  terminal.out(
    given.flag('json') ? `${JSON.stringify(verdict)}\n` : verdictText({ verdict, summary, margin }, terminal.paint.out),
  )
  return exitOf([verdict.outcome])
}

interface Asked {
  readonly head: readonly string[]
  readonly base: readonly string[]
  readonly limits: readonly Limit[]
  readonly margin: number | undefined
  readonly strict: boolean
  readonly pairs: boolean
}

/** What the options say, with every fault at once. */
function readAsked(given: Given): Asked {
  const complaints = openComplaints('judge')
  const head = [...given.operands, ...given.list('head')]
  const base = given.list('base')
  if (head.length === 0) complaints.add('judge needs --head: the results to judge')
  if ([...head, ...base].filter((path) => path === '-').length > 1)
    complaints.add('the standard input can be read but once')
  const pairs = given.flag('pairs')
  if (pairs && head.length !== base.length)
    complaints.add(`--pairs needs a base for each head, and there are ${base.length} for ${head.length}`)
  const limits = given.list('limit').flatMap((text) => complaints.read('limit', readLimit(text)) ?? [])
  const margin = given.text('margin')
  const share = margin === undefined ? undefined : complaints.read('margin', readShare(margin))
  complaints.throwAll()
  return { head, base, limits, margin: share, strict: given.flag('strict'), pairs }
}

/** The test of the config that the results are of; undefined: none was named. */
async function testOf(given: Given): Promise<Test | undefined> {
  const name = given.text('test')
  const config = given.text('config')
  if (name === undefined && config === undefined) return undefined
  const tests = await readTests(config ?? 'perf.yaml', name === undefined ? 'all' : [name])
  const [test] = tests
  if (test !== undefined && tests.length === 1) return test
  throw new PerfError('INPUT', `${quote(config ?? 'perf.yaml')} has ${tests.length} tests`, {
    hint: `say whose results these are: --test ${tests.map((one) => one.name).join(' or --test ')}`,
  })
}

interface Heads extends Pick<Asked, 'limits' | 'pairs'> {
  readonly heads: readonly ReadRun[]
}

/** Of one whole run all that it left; of files, and of halves of pairs, their samples as those of one run. */
function evidenceOf({ heads, limits, pairs }: Heads, known: Test | undefined): Evidence {
  const [first, ...others] = heads
  if (first?.whole !== undefined && others.length === 0 && !pairs) {
    const { whole } = first
    return known === undefined ? whole : { ...whole, test: { ...whole.test, limits: known.limits } }
  }
  const name = `${clean(first?.path ?? '', 80)}${others.length === 0 ? '' : ` and ${others.length} more`}`
  const summary = mergeSummaries(heads.map((head) => head.summary))
  return fileEvidence(summary, known ?? first?.whole?.test ?? { name, limits }, name)
}

/** A run that is judged by its own pairs is judged by the margin that is asked for, too. */
function marginOf(test: Test, margin: number): Test {
  return { ...test, compare: { ...test.compare, margin } }
}
