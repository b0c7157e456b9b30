// The action's main door: strings in, pipeline, outcome out; the only catch.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { type Context, originOf, readContext } from './action/context.ts'
import { readInputs, secretsOf } from './action/inputs.ts'
import { createLog } from './action/log.ts'
import { endWith, endWithError, type Told } from './action/outputs.ts'
import { openLedger } from './action/state.ts'
import { readAssets } from './assets.ts'
import { PerfError } from './core/error.ts'
import { renderJobSummary } from './report/job-summary.ts'
import { forkNotice } from './report/notice.ts'
import type { Reported } from './steps/report.ts'

export async function main(): Promise<void> {
  const remember = openLedger()
  const cancelled = new AbortController()
  const cancel = () => cancelled.abort(new PerfError('CANCELLED', 'the workflow was cancelled'))
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  try {
    const context = readContext(process.env, await readEvent())
    if (context.pull?.fork && core.getInput('flux-token') === '') return await endFork(context)
    const inputs = readInputs(core.getInput)
    for (const secret of secretsOf(inputs)) core.setSecret(secret)
    const origin = originOf(context)
    const [{ createWorld }, { pipeline }, assets] = await Promise.all([
      import('./world.ts'),
      import('./pipeline.ts'),
      readAssets(),
    ])
    const world = await createWorld(inputs, {
      env: process.env,
      log: createLog(),
      signal: cancelled.signal,
      origin,
      github: context,
      idToken: (audience) => core.getIDToken(audience),
      mask: core.setSecret,
      remember,
    })
    const reported = await pipeline({ ...inputs, origin }, assets, world)
    const told = await Promise.all(reported.map(tell))
    await endWith({ told, summary: renderJobSummary(reported.map(({ section }) => section)), failOn: inputs.failOn })
  } catch (thrown) {
    await endWithError(thrown)
  }
}

async function readEvent(): Promise<unknown> {
  const path = process.env['GITHUB_EVENT_PATH']
  return path ? JSON.parse(await readFile(path, 'utf8')) : {}
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
