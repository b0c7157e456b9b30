/** The two-workflow recipe for pull requests of forks: who may do what, and what is believed. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

const read = (name: string) => readFileSync(new URL(`../workflows/${name}.yml`, import.meta.url), 'utf8')
const untrusted = parse(read('fork-pr'))
const trusted = parse(read('fork-pr-report'))
const measure = untrusted.jobs.measure as { if: string; permissions: object; steps: readonly Step[] }
const report = trusted.jobs.report as { if: string; permissions: object; steps: readonly Step[] }
const using = (steps: readonly Step[], action: string) => steps.filter(({ uses }) => uses?.startsWith(`${action}@`))
/** Every `${{ … }}` of a text. */
const expressions = (value: unknown) =>
  [...JSON.stringify(value).matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(([, it]) => it)

test('the half that runs the change may read and nothing else, and sees no secret', () => {
  expect(untrusted.on).toBe('pull_request')
  expect(measure.permissions).toEqual({ contents: 'read' })
  expect(read('fork-pr')).not.toMatch(/secrets\.|github\.token|id-token|vars\./)
})

test('the half that runs the change is for forks alone; others have the gate', () => {
  expect(measure.if).toBe('github.event.pull_request.head.repo.full_name != github.repository')
  expect(report.if).toContain('github.event.workflow_run.head_repository.full_name != github.repository')
})

test('the half that may write follows the other one by its name, and only what a pull request started', () => {
  expect(trusted.on).toEqual({ workflow_run: { workflows: [untrusted.name], types: ['completed'] } })
  expect(report.if).toContain("github.event.workflow_run.event == 'pull_request'")
  expect(report.if).toContain("github.event.workflow_run.conclusion == 'success'")
})

test('the half that may write has no right beyond its report, and no identity in the cloud', () => {
  expect(report.permissions).toEqual({ contents: 'read', actions: 'read', 'pull-requests': 'write', checks: 'write' })
  expect(read('fork-pr-report')).not.toMatch(/secrets\.|id-token/)
})

test('the half that may write checks out the default branch, and runs nothing but three actions', () => {
  expect(report.steps.map(({ uses }) => uses?.split('@')[0])).toEqual([
    'actions/checkout',
    'actions/download-artifact',
    'org/perf-action',
  ])
  expect(report.steps.filter(({ run }) => run !== undefined)).toEqual([])
  const [checkout] = using(report.steps, 'actions/checkout')
  expect(Object.keys(checkout?.with ?? {})).toEqual(['persist-credentials']) // no ref, no repository: what the event runs on
})

test('nothing that the fork wrote is in an expression: not its branch, title, label or artifact', () => {
  expect(new Set(expressions(report.steps))).toEqual(
    new Set(['runner.temp', 'github.event.workflow_run.id', 'github.token']),
  )
  expect(expressions(measure.steps)).toEqual([])
})

test('the artifact is laid outside the checkout, comes from the run of the event, and is data to the action', () => {
  const [download] = using(report.steps, 'actions/download-artifact')
  const [act] = using(report.steps, 'org/perf-action')
  const [upload] = using(measure.steps, 'actions/upload-artifact')
  expect(download?.with).toEqual({
    name: upload?.with?.['name'],
    path: '${{ runner.temp }}/perf-results',
    'run-id': '${{ github.event.workflow_run.id }}',
    'github-token': '${{ github.token }}',
  })
  expect(act?.with).toEqual({ mode: 'judge', config: 'perf-fork.yaml', results: download?.with?.['path'] })
})

test('what is uploaded is what the command line wrote, and it is judged by the same file of the default branch', () => {
  const [upload] = using(measure.steps, 'actions/upload-artifact')
  const [act] = using(report.steps, 'org/perf-action')
  const script = measure.steps.find(({ run }) => run?.includes('perf-action.js'))?.run ?? ''
  expect(script).toContain(`--config ${act?.with?.['config']} `)
  expect(script).toContain(`--out ${String(upload?.with?.['path']).replace(/\/$/, '')}`)
})
