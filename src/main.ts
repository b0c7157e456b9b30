// The action's main door: strings in, pipeline, outcome out; the only catch.
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { type Context, withoutSecrets } from './action/context.ts'
import { asksToJudge } from './action/judge-inputs.ts'
import { endWith, endWithError, type Told } from './action/outputs.ts'
import { openLedger } from './action/state.ts'
import { readAssets } from './assets.ts'
import { PerfError, reason } from './core/error.ts'
import { LONGEST_LOAD_MS } from './core/one-job.ts'
import type { Outcome } from './core/verdict/outcome.ts'
import { enter, enterToJudge, readWorkflow } from './enter.ts'
import { renderJobSummary } from './report/job-summary.ts'
import { errorNotice, forkNotice } from './report/notice.ts'
import type { Section } from './report/section.ts'
import type { Reported } from './steps/report.ts'

export async function main(): Promise<void> {
  const remember = openLedger()
  const cancelled = new AbortController()
  const cancel = () => cancelled.abort(new PerfError('CANCELLED', 'the workflow was cancelled'))
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  const reported: Reported[] = []
  let failOn: readonly Outcome[] = []
  try {
    const context = await readWorkflow()
    const judging = asksToJudge(core.getInput)
    const why = judging || core.getInput('flux-token') !== '' ? undefined : withoutSecrets(context)
    if (why !== undefined) return await endWithoutSecrets(context, why)
    const story = judging ? await judge(context) : await run(context, { signal: cancelled.signal, remember })
    for await (const one of story.reports) reported.push(one)
    failOn = story.failOn
    await endWith({ told: await Promise.all(reported.map(tell)), summary: summaryOf(reported), failOn })
  } catch (thrown) {
    const cancelledBy = cancelled.signal.aborted ? cancelled.signal.reason : undefined
    const error = cancelledBy ?? thrown
    const told = await Promise.all(reported.map(tell))
    await endWithError(error, { told, summary: summaryOf(reported, error), failOn })
  }
}

interface Story {
  readonly reports: AsyncIterable<Reported>
  readonly failOn: readonly Outcome[]
}

/** Mode `run`. */
async function run(context: Context, seams: Parameters<typeof enter>[1]): Promise<Story> {
  const [{ inputs, origin, world }, { pipeline }, assets] = await Promise.all([
    enter(context, seams),
    import('./pipeline.ts'),
    readAssets(),
  ])
  // who gives a time knows how long the runner's jobs may take
  const within = inputs.timeoutMs === undefined ? { longestLoadMs: LONGEST_LOAD_MS } : {}
  return { reports: pipeline({ ...inputs, ...within, origin }, assets, world), failOn: inputs.failOn }
}

/** Mode `judge`. */
async function judge(context: Context): Promise<Story> {
  const { inputs, request, world } = await enterToJudge(context)
  const { rejudge } = await import('./rejudge.ts')
  return { reports: rejudge(request, world), failOn: inputs.failOn }
}

/** What the tests came to, and what ended the step before its time. */
function summaryOf(reported: readonly Reported[], thrown?: unknown): string {
  const sections: readonly Section[] = reported.map(({ section }) => section)
  if (thrown === undefined) return renderJobSummary(sections)
  const fault = thrown instanceof PerfError ? thrown : { code: 'INTERNAL' as const, message: reason(thrown) }
  return renderJobSummary([...sections, errorNotice({ test: 'perf-action', links: {} }, fault)])
}

/** Without secrets nothing can be run, which is nobody's fault. */
async function endWithoutSecrets({ sha, workflowUrl }: Context, why: 'fork' | 'dependabot'): Promise<void> {
  const notice = forkNotice({ test: 'all tests', revision: sha, links: { workflow: workflowUrl } }, why)
  const told: Told = { test: 'all tests', outcome: 'inconclusive', sentence: notice.message, links: {} }
  await endWith({ told: [told], summary: renderJobSummary([notice]), failOn: [] })
}

async function tell({ result, section, links }: Reported): Promise<Told> {
  const { run, commit, verdict, summary } = result
  const folder = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'perf-action', run.id)
  const files = { summary: join(folder, 'summary.json'), verdict: join(folder, 'verdict.json') }
  await mkdir(folder, { recursive: true })
  await writeFile(files.summary, JSON.stringify(summary))
  await writeFile(files.verdict, JSON.stringify(verdict))
  const sentence = verdict.reasons[0] ?? ''
  const told = { test: run.test.name, outcome: verdict.outcome, sentence, run: run.id, links, files }
  return section.kind === 'result' && commit !== undefined ? { ...told, commit } : told
}
