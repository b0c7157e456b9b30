// The action's main door: strings in, pipeline, outcome out; the only catch.
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import type { Context } from './action/context.ts'
import { endWith, endWithError, type Told } from './action/outputs.ts'
import { openLedger } from './action/state.ts'
import { readAssets } from './assets.ts'
import { PerfError, reason } from './core/error.ts'
import type { Outcome } from './core/verdict/verdict.ts'
import { enter, readWorkflow } from './enter.ts'
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
    if (context.pull?.fork && core.getInput('flux-token') === '') return await endFork(context)
    const [{ inputs, origin, world }, { pipeline }, assets] = await Promise.all([
      enter(context, { signal: cancelled.signal, remember }),
      import('./pipeline.ts'),
      readAssets(),
    ])
    for await (const one of pipeline({ ...inputs, origin }, assets, world)) reported.push(one)
    failOn = inputs.failOn
    await endWith({ told: await Promise.all(reported.map(tell)), summary: summaryOf(reported), failOn })
  } catch (thrown) {
    const cancelledBy = cancelled.signal.aborted ? cancelled.signal.reason : undefined
    const error = cancelledBy ?? thrown
    const told = await Promise.all(reported.map(tell))
    await endWithError(error, { told, summary: summaryOf(reported, error), failOn })
  }
}

/** What the tests came to, and what ended the step before its time. */
function summaryOf(reported: readonly Reported[], thrown?: unknown): string {
  const sections: readonly Section[] = reported.map(({ section }) => section)
  if (thrown === undefined) return renderJobSummary(sections)
  const fault = thrown instanceof PerfError ? thrown : { code: 'INTERNAL' as const, message: reason(thrown) }
  return renderJobSummary([...sections, errorNotice({ test: 'perf-action', links: {} }, fault)])
}

/** A pull request of a fork has no secrets: nothing can be run for it, which is nobody's fault. */
async function endFork({ sha, workflowUrl }: Context): Promise<void> {
  const notice = forkNotice({ test: 'all tests', revision: sha, links: { workflow: workflowUrl } })
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
