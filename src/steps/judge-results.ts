import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Test } from '../core/plan.ts'
import type { Origin } from '../core/request.ts'
import type { Run } from '../core/run.ts'
import { judge } from '../core/verdict/judge.ts'
import { asBlocksSay } from '../core/verdict/paired-blocks.ts'
import type { Metrics, Results } from '../ports.ts'
import { condense } from '../report/condense.ts'
import { errorNotice } from '../report/notice.ts'
import type { Result } from '../report/result.ts'
import type { Section } from '../report/section.ts'
import { collect } from './collect.ts'

/** What came of one test: a verdict, or what kept it from one. */
export type Judged =
  | { readonly section: Section; readonly result: Result }
  | { readonly section: Section; readonly thrown: unknown }

interface Needs {
  readonly origin: Origin
  readonly results: Results
}

/** The tests judged one by one; what one of them lacks does not keep the others from their verdicts. */
export async function judgeResults(tests: readonly Test[], needs: Needs): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const test of tests) judged.push(await attempt(test, needs))
  return judged
}

async function attempt(test: Test, needs: Needs): Promise<Judged> {
  try {
    const result = await judgeTest(test, needs)
    return { section: condense(result), result }
  } catch (thrown) {
    const { sha, workflowUrl } = needs.origin
    const fault = thrown instanceof PerfError ? thrown : { code: 'INTERNAL' as const, message: reason(thrown) }
    return { section: errorNotice({ test: test.name, revision: sha, links: { workflow: workflowUrl } }, fault), thrown }
  }
}

/**
 * The newest results of a test, judged by the limits of the test as it is here. Whoever measured may have written
 * anything: shapes and sizes are checked, sums are made anew, and the verdict says whose word the figures are.
 */
async function judgeTest(test: Test, { origin, results }: Needs): Promise<Result> {
  const id = (await results.runs(test.name)).at(-1)
  if (id === undefined)
    throw new PerfError('STORE', `there are no results of the test ${quote(test.name)}`, {
      hint: 'whoever measures must run the test by `perf-action run --local --out DIR`, and hand on all of DIR',
    })
  const run: Run = { id, test, namespace: '', bucket: '', prefix: '', region: '' }
  const collected = await collect(run, { store: results, metrics: NO_METRICS })
  const measured = asBlocksSay(test, collected.summary) // a screen may have ended in pairs
  const verdict = judge({ test: measured, run: id, ...collected })
  const reasons = [...verdict.reasons, WHOSE_WORD]
  const links = { workflow: origin.workflowUrl }
  return {
    run: { ...run, test: measured },
    revision: origin.sha,
    verdict: { ...verdict, reasons },
    ...collected,
    links,
  }
}

const WHOSE_WORD =
  "The figures are the word of the pull request's own workflow, which measured them where it ran; only the limits are ours."

const NO_METRICS: Metrics = {
  range: async (query, window) => ({
    ...query,
    window,
    state: 'no-data',
    why: 'results of others bring none',
    series: [],
  }),
}
