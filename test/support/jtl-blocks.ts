import fc from 'fast-check'
import { SparseHistogram } from '../../src/core/stats/sparse-histogram.ts'
import type { BlockSummary, LabelBlock, Slice, Slices } from '../../src/core/summary.ts'

/** Blocks as their types allow them, whoever makes them: what may be absent is, now and then. */

const whole = fc.maxSafeNat()

const histogram = (buckets: number): fc.Arbitrary<SparseHistogram> =>
  fc
    .dictionary(fc.nat(buckets).map(String), fc.integer({ min: 1, max: 2 ** 40 }), { maxKeys: 20 })
    .map((counts) => Object.entries(counts).map(([bucket, count]) => [Number(bucket), count] as const))
    .map((pairs) => SparseHistogram.of(pairs.sort(([a], [b]) => a - b)))

const slice = (widthMs: number): fc.Arbitrary<Slice> =>
  fc
    .record({
      at: fc.nat(150).map((number) => number * widthMs),
      errors: fc.nat(5),
      successes: histogram(5000),
      threads: fc.option(fc.nat(200), { nil: undefined }),
    })
    .map(({ at, errors, successes, threads }) => {
      const told = threads === undefined ? {} : { threads }
      return { at, count: successes.count + errors, errors, ...told, successes }
    })

export const anySlices: fc.Arbitrary<Slices> = fc
  .constantFrom(1000, 4000)
  .chain((widthMs) =>
    fc
      .uniqueArray(slice(widthMs), { selector: ({ at }) => at, maxLength: 10 })
      .map((list) => ({ widthMs, slices: list.sort((a, b) => a.at - b.at) })),
  )

const text = fc.string({ unit: 'binary', maxLength: 20 })

const PLAIN = { noNullPrototype: true } as const

const needed = {
  label: text,
  ...{ count: whole, errors: whole, sum: whole, min: whole, max: whole, first: whole, last: whole, bytes: whole },
  failures: fc.array(fc.record({ code: text, message: text, count: whole }, PLAIN), { maxLength: 3 }),
  ...{ all: histogram(81_920), successes: histogram(81_920), lag: histogram(81_920) },
  slices: anySlices,
}
const more = {
  sent: whole,
  ...{ latency: histogram(20_000), connect: histogram(20_000) },
  resolution: fc.double({ min: 0, noNaN: true }),
}
const requiredKeys = Object.keys(needed) as (keyof typeof needed)[]
const anyLabel: fc.Arbitrary<LabelBlock> = fc.record({ ...needed, ...more }, { requiredKeys, ...PLAIN })

export const anyBlock: fc.Arbitrary<BlockSummary> = fc.record(
  {
    block: text,
    labels: fc.array(anyLabel, { maxLength: 3 }),
    transactions: fc.array(anyLabel, { maxLength: 2 }),
  },
  PLAIN,
)
