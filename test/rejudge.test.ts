import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { marked } from 'marked'
import { createResultsFolder } from '../src/adapters/results-folder.ts'
import { PerfError, reason } from '../src/core/error.ts'
import type { Forge, JudgeWorld } from '../src/ports.ts'
import { rejudge } from '../src/rejudge.ts'
import type { Reported } from '../src/steps/report.ts'
import { manifest, podSamples, RUN } from './support/evidence.ts'
import { temporaryFolder } from './support/folder.ts'
import { expectGolden } from './support/golden.ts'

const PERF = `version: 1
tests:
  checkout:
    generator: http
    target: http://localhost:8080
    pods: 2
    threads: 40
    ramp: 30s
    duration: 5m
    requests: [{path: /}]
    limits: ['p95 < 400 ms', 'error-rate < 1 %']
`
const SHA = 'c'.repeat(40)
const head = { owner: 'stranger', repository: 2, branch: 'faster', sha: SHA }
const origin = { owner: 'my-org', repo: 'shop', sha: SHA, workflowUrl: 'https://github.com/my-org/shop/actions/runs/9' }

/** The manifests of two pods, as a run of the test leaves them. */
const measured = (change: (document: Record<string, unknown>) => unknown = (same) => same) =>
  Object.fromEntries(
    [0, 1].map((index) => [
      `checkout/${RUN}/pods/${index}/manifest.json`,
      JSON.stringify(change(JSON.parse(JSON.stringify(manifest(index, podSamples(index)))))),
    ]),
  )

interface Scene {
  readonly files: Readonly<Record<string, string>>
  readonly perf?: string
  /** What GitHub finds for the head. */
  readonly pull?: number | undefined
}

/** What came of it: what was reported, said on GitHub and logged, and what it threw. */
async function judged({ files, perf = PERF, ...found }: Scene) {
  using folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true })
    writeFileSync(join(folder.path, path), text)
  }
  const said = { comments: [] as string[], checks: [] as string[], lines: [] as string[], summaries: [] as string[] }
  const forge = (pull: number | undefined): Forge => ({
    labels: async () => undefined,
    startCheck: async (name) => ({ url: '', id: said.checks.push(name) - 1 }),
    finishCheck: async (id, conclusion, { title, summary }) => {
      said.checks[id] = `${said.checks[id]}: ${conclusion}: ${title}`
      said.summaries.push(summary)
      return { url: `https://github.com/checks/${id}`, id }
    },
    comment: async (_, body) => {
      said.comments.push(`on #${pull}\n${body}`)
      return { url: 'https://github.com/comment', id: 1 }
    },
  })
  const world: JudgeWorld = {
    log: {
      info: (line) => void said.lines.push(line),
      warning: (line) => void said.lines.push(`warning: ${line}`),
      group: (_, step) => step(),
    },
    files: { read: async (path) => (path === 'perf.yaml' ? new TextEncoder().encode(perf) : undefined) },
    results: createResultsFolder(folder.path),
    findPull: async () => ('pull' in found ? found.pull : 12),
    forge,
  }
  const reported: Reported[] = []
  let thrown: unknown
  try {
    for await (const one of rejudge({ config: 'perf.yaml', tests: 'all', origin, head }, world)) reported.push(one)
  } catch (error) {
    thrown = error
  }
  return { ...said, reported, thrown }
}

test('what a fork measured is judged by our limits, and said on its pull request', async () => {
  const { reported, thrown, comments, checks, lines } = await judged({ files: measured() })
  expect(thrown).toBeUndefined()
  expect(reported.map(({ result }) => result.verdict.outcome)).toEqual(['pass'])
  expect(reported[0]?.links).toMatchObject({
    check: 'https://github.com/checks/0',
    comment: 'https://github.com/comment',
  })
  expect(checks).toEqual([expect.stringMatching(/^perf of a fork \/ checkout: success: Pass: /)])
  expect(comments).toEqual([expect.stringMatching(/^on #12\n<!-- perf-action -->\n/)])
  expect(comments[0]).toContain("the word of the pull request's own workflow")
  expect(lines).toEqual(['pull request #12'])
})

test('the limits are ours, whatever the fork wrote into its own perf.yaml, verdict or summary', async () => {
  const theirs = { outcome: 'pass', reasons: ['All is well.'], limits: [] }
  const files = {
    ...measured(),
    'perf.yaml': PERF.replace('400 ms', '4 h'),
    [`checkout/${RUN}/verdict.json`]: JSON.stringify(theirs),
    [`checkout/${RUN}/run.json`]: JSON.stringify({ test: { limits: [] } }),
  }
  const { reported, comments } = await judged({ files, perf: PERF.replace('400 ms', '40 ms') })
  expect(reported.map(({ result }) => result.verdict.outcome)).toEqual(['regression'])
  expect(comments[0]).not.toContain('All is well')
})

test('a head that is no pull request any more has its check alone', async () => {
  const { checks, comments, lines } = await judged({ files: measured(), pull: undefined })
  expect(checks).toHaveLength(1)
  expect(comments).toEqual([])
  expect(lines).toEqual([expect.stringContaining('warning: no open pull request')])
})

test('of several runs of a test the newest is judged', async () => {
  const older = Object.fromEntries(
    Object.keys(measured()).map((path) => [path.replace(RUN, 'r20261101100000-abc234'), 'not even JSON']),
  )
  expect((await judged({ files: { ...measured(), ...older } })).thrown).toBeUndefined()
})

test('a pod that left nothing makes the run invalid, as everywhere', async () => {
  const [first] = Object.entries(measured())
  const { reported } = await judged({ files: Object.fromEntries([first!]) })
  expect(reported[0]?.result.verdict).toMatchObject({ outcome: 'invalid' })
})

const without = (key: string) => (document: Record<string, unknown>) => ({ ...document, [key]: undefined })
const HUGE = `{"schema":"perf-action/manifest/v1","pod":"${'x'.repeat(40 * 1024 ** 2)}"}`

test.each<[string, Readonly<Record<string, string>>]>([
  ['nothing at all', {}],
  ['another schema', measured((document) => ({ ...document, schema: 'perf-action/manifest/v9' }))],
  ['a manifest without a summary', measured(without('summary'))],
  ['a summary whose counts do not add up', measured((document) => ({ ...document, summary: forged(document) }))],
  ['a manifest of another run', measured((document) => ({ ...document, run: 'r20261102100000-zzzzzz' }))],
  ['no JSON', Object.fromEntries(Object.keys(measured()).map((path) => [path, '<html>']))],
  ['nesting without end', Object.fromEntries(Object.keys(measured()).map((path) => [path, '['.repeat(1_000_000)]))],
  ['a huge file', Object.fromEntries(Object.keys(measured()).map((path) => [path, HUGE]))],
])('%s is no verdict, but an error that the pull request is told', async (_, files) => {
  const { reported, thrown, checks, comments } = await judged({ files })
  expect(reported).toEqual([])
  expect(thrown).toBeInstanceOf(PerfError)
  expect([(thrown as PerfError).code, reason(thrown)]).toEqual(['STORE', expect.any(String)])
  expect(checks).toEqual([expect.stringMatching(/^perf of a fork \/ checkout: failure: /)])
  expect(comments).toEqual([expect.stringContaining('Could not run')])
})

/** The summary with a hundred times the samples in its total's words, its histograms as they were. */
function forged(document: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(document['summary']).replace(/"count":(\d+)/g, '"count":1$1'))
}

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '](https://evil.example) @my-org/admins <!-- perf-action -->',
  '| x |\n\n# Approved ✅\n```',
  '::error::no ​\u202efdp.exe ${{ secrets.FLUX_TOKEN }}',
]

test('labels, output and node names of a fork are text in the comment and in the check, and nothing else', async () => {
  const labels = HOSTILE.map((label) => ({ label, ms: 50 }))
  const files = Object.fromEntries(
    [0, 1].map((index) => {
      const change = { node: HOSTILE[0]!, tail: HOSTILE, pod: HOSTILE[1]! }
      const document = manifest(index, podSamples(index, { labels }), change)
      return [`checkout/${RUN}/pods/${index}/manifest.json`, JSON.stringify(document)]
    }),
  )
  const { comments, summaries, thrown } = await judged({ files })
  expect(thrown).toBeUndefined()
  const [comment = ''] = comments
  for (const text of [comment, ...summaries]) {
    const html = await marked.parse(text, { gfm: true })
    expect(html).not.toMatch(/<img|<script|href="https:\/\/evil|<h1|\u202e/)
    const loose = html.replace(/<(code|pre)\b[\s\S]*?<\/\1>/g, '')
    expect(loose).not.toMatch(/@my-org|Approved|evil|onerror|secrets/) // a name in code calls nobody
  }
  expect(comment.match(/^<!-- perf-action -->/gm)).toHaveLength(1) // found by a whole first line alone
  expectGolden('judged', { 'hostile.md': comment })
})
