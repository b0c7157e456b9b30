import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { historyKeys, keys, runId, sectionKeys } from '../../src/core/run.ts'

test('a run id says when the run began, in UTC, and ends in six random characters', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
  expect(runId(at, Uint8Array.of(0, 25, 26, 31, 32, 255, 9))).toBe('r20260102030405-az27a7')
})

test("every run id is a name for a Job, and for a pod's label", () => {
  const random = fc.uint8Array({ minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
      random,
      (at, bytes) => {
        expect(runId(at.getTime(), bytes)).toMatch(/^r\d{14}-[a-z2-7]{6}$/)
      },
    ),
  )
})

const run = { prefix: 'teams/perf', id: 'r1', test: { name: 'checkout' } }

test.each(
  Object.entries({
    root: keys(run).root,
    'run.json': keys(run).run,
    'plan/job.yaml': keys(run).plan('job.yaml'),
    'barrier/load/': keys(run).barrier('load'),
    'barrier/load/3.json': keys(run).ready('load', 3),
    'barrier/load/go.json': keys(run).go('load'),
    'control/stop.json': keys(run).stop,
    'pods/': keys(run).pods,
    'pods/3/claim.json': keys(run).claim(3),
    'pods/3/progress.json': keys(run).progress(3),
    'pods/3/load/chunk-000012.jtl.gz': keys(run).chunk(3, 'load', 12),
    'pods/3/log.gz': keys(run).log(3),
    'pods/3/manifest.json': keys(run).manifest(3),
    'metrics/cpu.csv': keys(run).metric('cpu', 'csv'),
    'summary.json': keys(run).summary,
    'verdict.json': keys(run).verdict,
    'report/index.html': keys(run).report,
  }),
)('%s is where the design says', (name, key) => {
  expect(key).toBe(name === 'root' ? 'teams/perf/checkout/r1' : `teams/perf/checkout/r1/${name}`)
})

test('an empty prefix leaves no slash in front', () => {
  expect(keys({ ...run, prefix: '' }).run).toBe('checkout/r1/run.json')
  expect(sectionKeys('', { owner: 'acme', repo: 'shop', pull: 7 }).root).toBe('comments/acme/shop/7/')
})

test('the sections of a pull request are under a folder of their own', () => {
  const at = sectionKeys('perf', { owner: 'acme', repo: 'shop', pull: 7 })
  expect(at.section('checkout')).toBe('perf/comments/acme/shop/7/checkout.json')
  expect(at.section('checkout').startsWith(at.root)).toBe(true)
})

test('of the history of a branch the newest run comes first, whatever the branch is called', () => {
  const at = historyKeys('perf', { test: 'checkout', branch: 'feature/a b' })
  expect(at.root).toBe('perf/checkout/history/feature%2Fa%20b/')
  expect(at.record({ at: Date.UTC(2026, 10, 2), run: 'r1' })).toBe(`${at.root}8206422399999-r1.json`)
  const whole = fc.integer({ min: 0, max: 9_999_999_999_999 })
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      const [older, newer] = [Math.min(a, b), Math.max(a, b)].map((ms) => at.record({ at: ms, run: 'r1' }))
      expect(newer! <= older!).toBe(true)
    }),
  )
})
