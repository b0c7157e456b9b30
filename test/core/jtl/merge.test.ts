import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeSummaries, summaryOf } from '../../../src/core/jtl/merge.ts'
import { quantileOfSorted } from '../../../src/core/stats/quantile.ts'
import { SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'
import type { BlockSummary, LabelBlock, Summary } from '../../../src/core/summary.ts'
import { anyRow, jtl, read } from '../../support/jtl.ts'

const rowsOf = (length: number, elapsed: (i: number) => number) =>
  Array.from({ length }, (_, i) => ({ timeStamp: 1_767_225_600_000 + 10 * i, elapsed: elapsed(i) }))

/** The same summary with labels and warnings in one order, whoever came first. */
function ordered(summary: Summary) {
  const byLabel = <T extends { readonly label: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => (a.label < b.label ? -1 : 1))
  const block = (part: BlockSummary) => ({
    ...part,
    labels: byLabel(part.labels),
    transactions: byLabel(part.transactions),
  })
  return {
    ...summary,
    labels: byLabel(summary.labels),
    transactions: byLabel(summary.transactions),
    blocks: summary.blocks.map(block).sort((a, b) => (a.block < b.block ? -1 : 1)),
    warnings: summary.warnings.map((warning) => JSON.stringify(warning)).sort(),
  }
}

const files = fc.array(fc.array(anyRow, { maxLength: 15 }), { minLength: 3, maxLength: 3 })

test('merged parts are the summary of the pooled file', () => {
  fc.assert(
    fc.property(files, (parts) => {
      const merged = mergeSummaries(parts.map((rows) => read(jtl(...rows)).summary))
      const pooled = mergeSummaries([read(jtl(...parts.flat())).summary])
      // Where it was told differs: each part has its own lines.
      expect({ ...merged, warnings: [] }).toEqual({ ...pooled, warnings: [] })
    }),
  )
})

test('merging is associative, and commutative but for the order of labels', () => {
  fc.assert(
    fc.property(files, fc.constantFrom('load', 'other'), (parts, block) => {
      const [a, b, c] = parts.map((rows, i) => read(jtl(...rows), { block: i === 1 ? block : 'load' }).summary)
      const left = mergeSummaries([mergeSummaries([a!, b!]), c!])
      expect(mergeSummaries([a!, mergeSummaries([b!, c!])])).toEqual(left)
      expect(ordered(mergeSummaries([c!, b!, a!]))).toEqual(ordered(left))
    }),
  )
})

test('nothing merged is a summary of nothing', () => {
  expect(mergeSummaries([])).toMatchObject({
    total: { count: 0 },
    labels: [],
    blocks: [],
    rows: { read: 0, skipped: 0 },
  })
})

test('of shards of unequal size and latency the merged p95 is the pooled one, not the mean of theirs', () => {
  const shards = [rowsOf(1000, (i) => 50 + (i % 100)), rowsOf(200, (i) => 400 + i), rowsOf(30, (i) => 3000 + 7 * i)]
  const summaries = shards.map((rows) => read(jtl(...rows)).summary)
  const pooled = shards
    .flat()
    .map(({ elapsed }) => elapsed)
    .sort((a, b) => a - b)
  const mean = summaries.reduce((sum, { total }) => sum + total.p95, 0) / summaries.length
  const { total } = mergeSummaries(summaries)
  expect(total.p95).toBe(quantileOfSorted(pooled, 0.95))
  expect(Math.abs(mean - total.p95)).toBeGreaterThan(100)
})

test('of 100,000 samples whose first half is slow, the p95 is that of all of them', () => {
  const rows = rowsOf(100_000, (i) => (i < 50_000 ? 2000 + (i % 1000) : 100 + (i % 50)))
  const sorted = rows.map(({ elapsed }) => elapsed).sort((a, b) => a - b)
  const { total } = read(jtl(...rows)).summary
  expect([total.p50, total.p90, total.p95, total.p99]).toEqual(
    [0.5, 0.9, 0.95, 0.99].map((q) => quantileOfSorted(sorted, q)),
  )
  expect(total.p95).toBe(2899)
})

test('quantiles are exact below 8,192 ms and within 0.0122 % above, and never beyond min and max', () => {
  const elapsed = fc.oneof(fc.nat(200), fc.nat(9000), fc.nat(2 ** 31 - 1))
  fc.assert(
    fc.property(fc.array(elapsed, { minLength: 1, maxLength: 100 }), (values) => {
      const { total } = read(jtl(...values.map((value) => ({ elapsed: value })))).summary
      const sorted = [...values].sort((a, b) => a - b)
      for (const [q, value] of [
        [0.5, total.p50],
        [0.9, total.p90],
        [0.95, total.p95],
        [0.99, total.p99],
      ] as const) {
        const exact = quantileOfSorted(sorted, q)!
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(exact < 8192 ? 0 : exact / 8192)
        expect(value).toBeGreaterThanOrEqual(total.min)
        expect(value).toBeLessThanOrEqual(total.max)
      }
    }),
  )
})

test('slices are of the end of samples, at most 120, and hold every sample', () => {
  const spread = fc.array(fc.tuple(fc.nat(30 * 86_400_000), fc.nat(100_000), fc.boolean()), {
    minLength: 1,
    maxLength: 50,
  })
  fc.assert(
    fc.property(spread, (list) => {
      const rows = list.map(([at, elapsed, success]) => ({ timeStamp: 1_767_225_600_000 + at, elapsed, success }))
      const { widthMs, slices } = read(jtl(...rows)).summarizer.block().labels[0]!.slices
      const ends = rows.map(({ timeStamp, elapsed }) => Math.floor((timeStamp + elapsed) / widthMs) * widthMs)
      expect(slices.map(({ at, count }) => [at, count])).toEqual(
        [...new Set(ends)].sort((a, b) => a - b).map((at) => [at, ends.filter((end) => end === at).length]),
      )
      const slots = (width: number) => Math.floor(Math.max(...ends) / width) - Math.floor(Math.min(...ends) / width) + 1
      expect(slots(widthMs)).toBeLessThanOrEqual(120)
    }),
  )
})

test('who wants no slices has the same figures', () => {
  const file = jtl({}, { label: 'b', elapsed: 3000 }, { timeStamp: 1_767_300_000_000, success: false })
  const { labels, total, blocks } = read(file, { slices: false }).summary
  expect({ labels, total }).toEqual({ labels: read(file).summary.labels, total: read(file).summary.total })
  expect(blocks[0]!.labels.map(({ slices, successes }) => [slices.slices.length, successes.count])).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('when slices widen, what they held is added up, and later samples fall into the wider ones', () => {
  const at = (timeStamp: number, elapsed: number, label = 'a') => ({ timeStamp: timeStamp - elapsed, elapsed, label })
  const rows = [at(2000, 10), at(3000, 20), at(1000, 30), at(200_000, 40, 'b'), at(3000, 50)]
  expect(read(jtl(...rows)).summarizer.block().labels[0]!.slices).toEqual({
    widthMs: 2000,
    slices: [
      { at: 0, count: 1, errors: 0, threads: 1, successes: SparseHistogram.of([[30, 1]]) },
      {
        at: 2000,
        count: 3,
        errors: 0,
        threads: 1,
        successes: SparseHistogram.of([
          [10, 1],
          [20, 1],
          [50, 1],
        ]),
      },
    ],
  })
})

test('all labels of a block have slices of one width', () => {
  const { labels, transactions } = read(
    jtl(
      { timeStamp: 1000, label: 'a' },
      { timeStamp: 1000, label: 't', dataType: '', url: 'null' },
      { timeStamp: 200_000, label: 'b' },
    ),
  ).summarizer.block()
  expect([...labels, ...transactions].map(({ slices }) => slices.widthMs)).toEqual([2000, 2000, 2000])
})

test('labels beyond the limit are counted together, and told once', () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ label: `/item/${i}` }))
  const { summary, codes } = read(jtl(...rows, ...rows), { maxLabels: 10 })
  expect(summary.labels.map(({ label }) => label)).toEqual([
    ...rows.slice(0, 10).map(({ label }) => label),
    '(other labels)',
  ])
  expect(summary.labels.at(-1)).toMatchObject({ count: 40 })
  expect(summary.total.count).toBe(60)
  expect(codes).toEqual(['labels'])
})

test('labels that differ in bytes no one can read, or after 500 characters, are one', () => {
  const long = 'x'.repeat(600)
  const { summary, codes } = read(jtl({ label: `${long}1` }, { label: `${long}2` }))
  expect(summary.labels).toMatchObject([{ label: `${'x'.repeat(499)}…`, count: 2 }])
  expect(codes).toEqual(['labels'])
})

test('the 20 most frequent failures are told, and every failure is counted', () => {
  const failures = Array.from({ length: 300 }, (_, i) => ({
    success: false,
    responseCode: '500',
    failureMessage: `id ${i}`,
  }))
  const many = Array.from({ length: 5 }, () => ({
    success: false,
    responseCode: '503',
    responseMessage: 'x'.repeat(900),
  }))
  const { summary, summarizer } = read(jtl(...many, ...failures))
  expect(summary.total.failures).toHaveLength(20)
  expect(summary.total.failures.slice(0, 2)).toEqual([
    { code: '', message: '(other failures)', count: 101 },
    { code: '503', message: `${'x'.repeat(199)}…`, count: 5 },
  ])
  const kept = summarizer.block().labels[0]!.failures
  expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe(305)
  expect(kept).toHaveLength(201)
})

test('the live interval is of what came since it was taken last, successes and errors apart', () => {
  const { summarizer } = read(
    jtl({ elapsed: 10 }, { elapsed: 900, success: false }, { elapsed: 50_000, url: 'null', dataType: '' }),
  )
  expect(summarizer.takeInterval()).toEqual({ count: 2, errors: 1, p95: 10 })
  expect(summarizer.takeInterval()).toEqual({ count: 0, errors: 0 })
})

test('sums that leave the exact numbers are refused', () => {
  const part = read(jtl({})).summarizer.block()
  const heavy: LabelBlock = { ...part.labels[0]!, sum: Number.MAX_SAFE_INTEGER }
  const summary = summaryOf([{ ...part, labels: [heavy] }], { read: 1, skipped: 0 }, [])
  expect(() => mergeSummaries([summary, summary])).toThrow(expect.objectContaining({ code: 'STORE' }))
})
