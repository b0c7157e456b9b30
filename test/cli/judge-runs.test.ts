/** Runs by what they left: their folder, here or in a bucket, or nothing but their summary. */
import '../support/realm.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createDirectoryStore } from '../../src/adapters/directory-store.ts'
import { createS3Store } from '../../src/adapters/s3.ts'
import type { Verdict } from '../../src/core/verdict/verdict.ts'
import type { Result } from '../../src/report/result.ts'
import { runCli } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { expectGolden } from '../support/golden.ts'
import { RESULTS, result } from '../support/reports.ts'
import { type S3Server, startS3 } from '../support/s3.ts'
import { shopJtl } from '../support/shop-jtl.ts'
import { storedRun } from '../support/stored-run.ts'

const folder = temporaryFolder()
const env = { ...process.env }
const places = new Map<string, string>()
let s3: S3Server

/** Each run under a prefix of its own, in the folder and in the bucket. */
const RUNS: Readonly<Record<string, () => Result>> = {
  slower: RESULTS['pairs-slower'],
  same: RESULTS['pairs-same'],
  confirmed: RESULTS['screen-confirmed'],
  refuted: RESULTS['screen-refuted'],
  pass: RESULTS.pass,
  borne: RESULTS['stress-borne'],
  less: RESULTS['stress-less'],
  faster: () => result({ change: { rate: 80 } }),
}

beforeAll(async () => {
  s3 = await startS3('acme-perf')
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's' })
  const stores = [createDirectoryStore(folder.path), createS3Store({ bucket: 'acme-perf', region: 'us-east-1' })]
  for (const [name, make] of Object.entries(RUNS)) {
    const whole = make()
    for (const store of stores)
      places.set(name, await storedRun({ ...whole, run: { ...whole.run, prefix: name } }, store))
  }
}, 120_000)
afterAll(async () => {
  process.env = env
  folder[Symbol.dispose]()
  await s3[Symbol.asyncDispose]()
})

const here = (name: string) => join(folder.path, places.get(name) ?? '')
const there = (name: string) => `s3://acme-perf/${places.get(name)}`

async function judged(...args: readonly string[]): Promise<Verdict & { readonly code: number }> {
  const { code, out, err } = await runCli('judge', '--json', ...args)
  expect(err).toBe('')
  return { ...JSON.parse(out), code }
}

async function refused(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runCli('judge', ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  return err.replaceAll(`${folder.path}/`, '')
}

test.each([
  ['a folder', here],
  ['a prefix of a bucket', there],
])('a run in pairs is judged by its own pairs, as it was when it ran: from %s', async (_, at) => {
  for (const [name, code] of [
    ['slower', 1],
    ['same', 0],
  ] as const) {
    const { run, outcome, reasons, comparison, findings } = RUNS[name]!().verdict
    expect(await judged(at(name))).toMatchObject({ code, run, outcome, reasons, comparison, findings })
  }
})

test.each([
  ['confirmed', 1],
  ['refuted', 0],
] as const)('what was to be confirmed is judged as it was, too: %s', async (name, code) => {
  const { outcome, reasons } = RUNS[name]!().verdict
  expect(await judged(there(name))).toMatchObject({ code, outcome, reasons })
})

test('a run of one load is judged by its limits, with its checks and its metrics', async () => {
  const { outcome, limits, checks } = RUNS['pass']!().verdict
  for (const place of [here('pass'), there('pass')])
    expect(await judged(place)).toMatchObject({ code: 0, outcome, limits, checks })
})

test.each([
  ['slower', 1, 'regression', /^"POST \/pay" became \d\d % slower at p95 than the base in [23] pairs /],
  ['same', 0, 'pass', /^Nothing became slower in [23] pairs: /],
] as const)(
  'the bare summary of a run in pairs is compared by its blocks: %s',
  async (name, code, outcome, evidence) => {
    for (const place of [join(here(name), 'summary.json'), `${there(name)}/summary.json`]) {
      const verdict = await judged('--head', place)
      expect(verdict).toMatchObject({ code, outcome, comparison: { with: 'pairs', most: 6 } })
      expect(verdict.reasons[0]).toMatch(evidence)
    }
  },
)

test('limits on such a summary are for the head, and a margin is that of the comparison', async () => {
  const summary = join(here('slower'), 'summary.json')
  const limited = await judged(summary, '--limit', 'p95 < 500 ms', '--margin', '60 %')
  expect(limited).toMatchObject({ outcome: 'inconclusive', limits: [{ state: 'met' }] })
  expect(limited.findings.filter(({ outcome }) => outcome === 'regression')).toEqual([])
})

test('a halved summary proves nothing: there is no whole pair in it', async () => {
  const { summary } = RUNS['slower']!()
  const path = join(folder.path, 'half.json')
  writeFileSync(
    path,
    JSON.stringify({ ...summary, blocks: summary.blocks.filter(({ block }) => block.endsWith('base')) }),
  )
  expect(await judged(path)).toMatchObject({ code: 3, reasons: ['Nothing was compared: no pair is whole.'] })
})

test('runs in a bucket are the history of one in a folder, by their own metrics and checks', async () => {
  const verdict = await judged('--head', here('pass'), '--base', there('pass'), here('pass'), there('pass'))
  expect(verdict).toMatchObject({ comparison: { with: 'history', runs: { length: 3 } } })
  expect(verdict.findings.some(({ outcome }) => outcome === 'regression')).toBe(false)
})

test('an object of a bucket may be a JTL', async () => {
  await createS3Store({ bucket: 'acme-perf', region: 'us-east-1' }).put('by-hand/a.jtl', shopJtl(), 'text/csv')
  expect(await judged('s3://acme-perf/by-hand/a.jtl', '--limit', 'p95 < 600 ms')).toMatchObject({ outcome: 'pass' })
})

test('what cannot be meant is refused, by its name', async () => {
  const pass = here('pass')
  expect(await refused('--head', here('slower'), '--base', pass)).toMatch(
    /^--head slower\/checkout\/r\S+ is a run in pairs, which has its base with it: leave out --base$/m,
  )
  expect(await refused('--pairs', '--head', here('slower'), '--base', pass)).toContain('leave out --pairs and --base')
  expect(await refused('--head', pass, '--base', here('same'))).toContain(
    'is a run in pairs: it is two loads, and a base is one',
  )
  expect(await refused('--head', pass, there('pass'))).toContain(
    'is a whole run, and several heads are the parts of one',
  )
  expect(await refused('--head', here('faster'), '--base', pass)).toMatch(
    /--base pass\/checkout\/r\S+ is a run of another load: rate is 80\/s now$/m,
  )
})

test.each([
  ['s3://acme-perf/none', 'INPUT: there is nothing at `s3://acme-perf/none`'],
  ['s3://acme_perf/none', 'INPUT: `s3://acme_perf/none` is `s3://acme_perf/none`, which does not begin with a name'],
  ['s3://other-bucket/none', 'STORE: '],
])('a place that is not there ends with 2: %s', async (place, message) => {
  expect(await refused(place)).toContain(message)
})

test('the text says what a run in pairs came to', async () => {
  const { out } = await runCli('judge', here('confirmed'))
  expectGolden('judge-runs', { 'confirmed.txt': out })
})

test('a stress test is held against earlier ones by what the target bears, as when it ran', async () => {
  const verdict = await judged(here('less'), '--base', here('borne'))
  expect(verdict).toMatchObject({
    comparison: { state: 'compared', runs: [{ run: here('borne') }] },
    findings: [{ metric: 'capacity', label: '*' }],
  })
  const figures = verdict.findings.flatMap(({ before = 0, after = 0 }) => [before, after])
  expect(figures.map((load) => load.toFixed(0))).toEqual(['50', '40'])
  expect(verdict.reasons[0]).toMatch(/^Capacity fell by \d+ % against the one run before/)
})

test('a stress test is no half of a pair', async () => {
  expect(await refused('--pairs', '--head', here('less'), '--base', here('borne'))).toContain(
    'is a stress test, whose steps are not one load: leave out --pairs, and what the target bears is compared',
  )
})
