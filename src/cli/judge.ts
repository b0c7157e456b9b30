import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { Limit } from '../core/limit.ts'
import { readLimit } from '../core/limit-parse.ts'
import type { Test } from '../core/plan.ts'
import type { Summary } from '../core/summary.ts'
import { readShare } from '../core/units.ts'
import { runChecks } from '../core/verdict/checks.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { checkFiles, fileEvidence } from '../core/verdict/files.ts'
import { judge as judgeRun } from '../core/verdict/judge.ts'
import { judgedSummary } from '../core/verdict/parts.ts'
import { MARGIN } from '../core/verdict/with-history.ts'
import { clean } from '../report/clean.ts'
import { beside, checkBases, inPairs } from './base-runs.ts'
import type { Act, Given } from './command.ts'
import { openComplaints } from './complaints.ts'
import { exitOf } from './exit.ts'
import { refuse } from './given.ts'
import { readTests } from './repository.ts'
import { isFolder, readResults } from './results.ts'
import { isRunFolder, readRunFolder } from './run-folder.ts'
import { verdictText } from './verdict-text.ts'

/** Judges results that are there already: by limits, and with base runs by their history or in pairs. */
export const judge: Act = async (given, terminal) => {
  const asked = readAsked(given)
  const head = await evidenceOf(asked, await testOf(given))
  const { test } = head.evidence
  const margin = asked.margin ?? test.compare?.margin ?? MARGIN
  const base = await Promise.all(asked.base.map(async (path) => ({ path, summary: await readResults(path) })))
  const unfit = checkBases(base)
  if (!asked.pairs)
    refuse(
      unfit.map(({ note }) => `--base ${note}`),
      'judge',
    )
  const limited = { ...test, ...(asked.limits.length > 0 ? { limits: asked.limits } : {}) }
  if (asked.pairs && limited.limits.some(({ quantity }) => quantity.kind === 'throughput'))
    refuse(['a limit on the throughput is for one run, not for --pairs'], 'judge')
  const evidence: Evidence = { ...head.evidence, test: limited, ...beside(base, { ...asked, margin, test: limited }) }
  const checks = head.whole ? runChecks(evidence) : checkFiles(evidence)
  const verdict = asked.pairs
    ? judgeRun(evidence, { checks: [...checks, ...unfit], compare: inPairs(head.parts, base, margin) })
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

interface Head {
  readonly evidence: Evidence
  /** With manifests, metrics and all: the folder of a run. */
  readonly whole: boolean
  /** Each file by itself. */
  readonly parts: readonly Summary[]
}

async function evidenceOf({ head, limits, pairs }: Asked, test: Test | undefined): Promise<Head> {
  const [first = '', ...others] = head
  if (others.length === 0 && !pairs && (await isFolder(first)) && (await isRunFolder(first))) {
    const { evidence } = await readRunFolder(first)
    return {
      whole: true,
      parts: [],
      evidence: test === undefined ? evidence : { ...evidence, test: { ...evidence.test, limits: test.limits } },
    }
  }
  const parts: Summary[] = []
  for (const path of head) parts.push(await readResults(path))
  const name = `${clean(first, 80)}${others.length === 0 ? '' : ` and ${others.length} more`}`
  return { whole: false, parts, evidence: fileEvidence(mergeSummaries(parts), test ?? { name, limits }, name) }
}
