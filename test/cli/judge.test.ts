import '../support/realm.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { documentSchemas } from '../../scripts/schemas.ts'
import { runCli } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { expectGolden } from '../support/golden.ts'
import { jtl } from '../support/jtl.ts'
import { shopJtl } from '../support/shop-jtl.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

function file(name: string, content: string): string {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

const head = file('head.jtl', shopJtl())
const slow = file('slow.jtl', shopJtl({ run: 9, slower: 0.6 }))
const failing = file('failing.jtl', shopJtl({ failing: 0.5 }))
const short = file('short.jtl', jtl({}, {}, {}))
const empty = file('empty.jtl', jtl())
const base = Array.from({ length: 8 }, (_, i) => file(`base-${i}.jtl`, shopJtl({ run: i + 1 })))
const sides = (slower: number) =>
  [1, 2, 3, 4, 5, 6].map((run) => file(`head-${slower}-${run}.jtl`, shopJtl({ run: run + 20, slower })))
const [same, slower] = [sides(0), sides(0.2)]
const pairBase = base.slice(0, 6)
const config = file(
  'perf.yaml',
  `version: 1
tests:
  shop:
    {generator: http, target: 'http://shop', rate: 20/s, duration: 150s, ramp: 30s, requests: [GET /], limits: [p95 < 600 ms, throughput > 15/s]}
  other:
    {generator: http, target: 'http://shop', rate: 20/s, requests: [GET /], limits: [p95 < 6 ms]}
`,
)

const said = async (...args: readonly string[]) => {
  const { code, out, err } = await runCli('judge', ...args)
  return { code, out: out.replaceAll(`${folder.path}/`, ''), err: err.replaceAll(`${folder.path}/`, '') }
}

test.each([
  ['a limit that is met', 0, 'pass', [head, '--limit', 'p95 < 600 ms']],
  ['a limit that is broken', 1, 'regression', [head, '--limit', 'p95 < 100 ms']],
  ['no limit and no base', 3, 'inconclusive', [head]],
  ['too few samples for a limit', 3, 'inconclusive', [short, '--limit', 'p95 < 600 ms']],
  ['a label that is not there', 3, 'inconclusive', [head, '--limit', 'p95(GET /none) < 1 s']],
  ['no samples', 4, 'invalid', [empty, '--limit', 'p95 < 600 ms']],
  ['failures over all bounds', 4, 'invalid', [failing, '--limit', 'p95 < 600 ms']],
  ['the limits of a test', 0, 'pass', [head, '--config', config, '--test', 'shop']],
  [
    'limits over those of a test',
    1,
    'regression',
    [head, '--config', config, '--test', 'shop', '--limit', 'max < 1 ms'],
  ],
  ['a slower run than its history', 0, 'warn', [slow, '--base', ...base]],
  ['the same where the history may find', 1, 'regression', [slow, '--strict', '--base', ...base]],
  [
    'a margin that is wider than the change',
    3,
    'inconclusive',
    [slow, '--margin', '200%', '--base', ...base.slice(0, 2)],
  ],
  ['a slower head in pairs', 1, 'regression', [...slower, '--pairs', '--base', ...pairBase]],
  [
    'an unchanged head in pairs, with a wide margin',
    0,
    'pass',
    [...same, '--pairs', '--margin', '20%', '--base', ...pairBase],
  ],
  ['a pair whose head failed', 1, 'regression', [failing, '--pairs', '--base', head]],
  ['a pair whose base failed', 4, 'invalid', [head, '--pairs', '--base', failing]],
])('%s ends with %i, %s', async (_, code, outcome, args) => {
  const judged = await said('--json', '--head', ...args)
  expect(judged).toMatchObject({ code, err: '' })
  expect(JSON.parse(judged.out)).toMatchObject({ schema: 'perf-action/verdict/v1', outcome })
})

test('the JSON is as the schema of verdicts says', async () => {
  const schema = JSON.parse(documentSchemas()['schema/verdict.schema.json'] ?? '')
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)
  for (const args of [
    [head, '--limit', 'p95 < 1 s'],
    [slow, '--base', ...base],
    [empty],
    [failing, '--pairs', '--base', head],
    [...slower, '--pairs', '--base', ...pairBase],
  ]) {
    validate(JSON.parse((await said('--json', '--head', ...args)).out))
    expect(validate.errors ?? []).toEqual([])
  }
})

test('the text explains the verdict, with each interval drawn', async () => {
  const texts = {
    'pass.txt': await said('--head', head, '--limit', 'p95 < 600 ms', '--limit', 'error-rate < 1 %'),
    'regression.txt': await said('--head', head, '--limit', 'p95(POST /pay) < 300 ms'),
    'slower.txt': await said('--head', slow, '--base', ...base),
    'unchanged.txt': await said('--head', head, '--base', ...base),
    'pairs.txt': await said('--pairs', '--head', ...slower, '--base', ...pairBase),
    'invalid.txt': await said('--head', failing, '--limit', 'p95 < 600 ms'),
  }
  expectGolden('judge', Object.fromEntries(Object.entries(texts).map(([name, { out }]) => [name, out])))
})

test('several files are the parts of one run', async () => {
  const parts = [file('part-0.jtl', shopJtl({ run: 0 })), file('part-1.jtl', shopJtl({ run: 0 }))]
  const { out } = await said('--json', '--head', ...parts)
  const samples = (text: string) =>
    JSON.parse(text).checks.find(({ check }: { check: string }) => check === 'samples').value
  expect(samples(out)).toBe(2 * samples((await said('--json', head)).out))
})

const HINT = 'hint: `perf-action judge --help` says what there is\n'
test.each([
  [[], `INPUT: judge needs --head: the results to judge\n${HINT}`],
  [['none.jtl'], 'INPUT: `none.jtl` cannot be read: ENOENT'],
  [
    ['--limit', 'p95', '--margin', '5', '--base', '-', '-'],
    'INPUT: 4 faults\njudge needs --head: the results to judge\nthe standard input can be read but once\n' +
      '--limit: `p95` is not a limit: it has no <, <=, > or >= with a bound. Right: p95 < 400 ms\n' +
      `--margin: \`5\` has no % behind it. Right: 5 %\n${HINT}`,
  ],
  [
    ['--pairs', '--head', head, '--base', head, '--limit', 'throughput > 1/s'],
    `INPUT: a limit on the throughput is for one run, not for --pairs\n${HINT}`,
  ],
  [['--pairs', '--head', head, '--base'], `INPUT: --base needs its FILE\n${HINT}`],
  [
    ['--pairs', '--head', head, slow, '--base', head],
    `INPUT: --pairs needs a base for each head, and there are 1 for 2\n${HINT}`,
  ],
  [
    [head, '--config', config],
    'INPUT: `perf.yaml` has 2 tests\nhint: say whose results these are: --test shop or --test other\n',
  ],
  [[head, '--config', config, '--test', 'shp'], 'CONFIG: perf.yaml:2:1: there is no test `shp`'],
])('%j ends with 2 and says why', async (args, message) => {
  const { code, out, err } = await said(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.startsWith(message) ? message : err).toBe(message)
})

test('a base that is no good run is no history: it is refused by its name', async () => {
  const { code, out, err } = await said('--json', '--head', head, '--base', base[0]!, failing, empty)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^INPUT: 2 faults\n--base failing\.jtl: .* samples failed/)
  expect(err).toMatch(/^--base empty\.jtl: there are no samples/m)
})
