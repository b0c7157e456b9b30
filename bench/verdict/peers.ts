import { mean, median } from '../../src/core/verdict/compare/location.ts'
import { quantile as studentQuantile } from '../../src/core/verdict/compare/student.ts'

/**
 * What others do, at the level of runs: is `head` a regression against `base`? Logs of one quantile of one label, newest
 * first. Sources and settings: README.md.
 */
export type HistoryRule = (base: readonly number[], head: number) => boolean

/** The same of as many heads as bases, interleaved. */
export type SampleRule = (base: readonly number[], head: readonly number[]) => boolean

const exp = (logs: readonly number[]) => logs.map(Math.exp)
const variance = (values: readonly number[]) => {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
const sd = (values: readonly number[]) => Math.sqrt(variance(values))

/** numpy's default: linear between the order statistics. */
function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}

const NORMAL_99 = 2.3263478740408408

export const overLast =
  (share: number): HistoryRule =>
  (base, head) =>
    head - base[0]! > Math.log1p(share)

export const overMean =
  (share: number, of = Number.POSITIVE_INFINITY): HistoryRule =>
  (base, head) =>
    head > Math.log(mean(exp(base.slice(0, of)))) + Math.log1p(share)

export const zScore =
  (z = NORMAL_99): HistoryRule =>
  (base, head) =>
    base.length >= 2 && Math.exp(head) > mean(exp(base)) + z * sd(exp(base))

export const tTest =
  (p: number): HistoryRule =>
  (base, head) => {
    const n = base.length
    if (n < 2) return false
    return Math.exp(head) > mean(exp(base)) + studentQuantile(p, n - 1) * sd(exp(base)) * Math.sqrt(1 + 1 / n)
  }

export const logNormal =
  (z = NORMAL_99): HistoryRule =>
  (base, head) =>
    base.length >= 2 && head > mean(base) + z * sd(base)

export const iqr =
  (k: number): HistoryRule =>
  (base, head) => {
    const values = exp(base)
    return Math.exp(head) > quantile(values, 0.5) + k * (quantile(values, 0.75) - quantile(values, 0.25))
  }

/** Relative changes from run to run, in the order of time. */
function deltas(base: readonly number[]): readonly number[] {
  return base.slice(1).map((before, i) => Math.abs(Math.exp(base[i]! - before) - 1))
}

export const deltaIqr =
  (k: number): HistoryRule =>
  (base, head) => {
    if (base.length < 3) return false
    const changes = deltas(base)
    const spread = quantile(changes, 0.75) - quantile(changes, 0.25)
    return Math.exp(head) > median(exp(base)) * (1 + k * spread)
  }

export const overThirdQuartile =
  (k: number): HistoryRule =>
  (base, head) => {
    if (base.length < 3) return false
    const changes = deltas(base)
    const third = quantile(changes, 0.75)
    return Math.exp(head - base[0]!) - 1 >= third + k * (third - quantile(changes, 0.25))
  }

/** The U test of one run against n: two-sided, exact. */
export const uTestOfRun =
  (alpha: number): HistoryRule =>
  (base, head) => {
    const below = base.filter((value) => head > value).length
    const p = Math.min(1, (2 * (1 + base.length - below)) / (base.length + 1))
    return below > base.length / 2 && p < alpha
  }

/** At their own defaults. */
export const HISTORY_PEERS: Readonly<Record<string, HistoryRule>> = {
  'ratio +10 % to the last run (CodSpeed)': overLast(0.1),
  'ratio +10 % to the mean (Orion cmr, Perfana)': overMean(0.1),
  'ratio 200 % to the last run (github-action-benchmark)': overLast(1),
  'at most +10 % to the mean of 3 (Keptn)': overMean(0.1, 3),
  'percentage 25 % (bencher)': overMean(0.25),
  'z-score .99 (bencher)': zScore(),
  't-test .99 (bencher)': tTest(0.99),
  'log-normal .99 (bencher)': logNormal(),
  'IQR x 3 (bencher)': iqr(3),
  'delta IQR x 3 (bencher)': deltaIqr(3),
  'lookback z 5 (conbench)': zScore(5),
  'Q3 + 3 IQR of deltas (rustc-perf)': overThirdQuartile(3),
  'U test on runs (benchstat, google/benchmark)': uTestOfRun(0.05),
}

/** Welch's t test, two-sided at alpha, and a change of the mean of at least a share. */
export const welch =
  (alpha: number, least = 0): SampleRule =>
  (base, head) => {
    const [a, b] = [exp(base), exp(head)]
    const [va, vb] = [variance(a) / a.length, variance(b) / b.length]
    const df = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1))
    const t = (mean(b) - mean(a)) / Math.sqrt(va + vb)
    return t > betweenDf(1 - alpha / 2, df) && mean(b) / mean(a) - 1 >= least
  }

/** The quantile for broken degrees of freedom, linear in 1 / df between whole ones. */
function betweenDf(p: number, df: number): number {
  const whole = Math.max(1, Math.floor(df))
  const share = df <= 1 ? 0 : (1 / whole - 1 / df) / (1 / whole - 1 / (whole + 1))
  return studentQuantile(p, whole) * (1 - share) + studentQuantile(p, whole + 1) * share
}

export const ratioOfMeans =
  (share: number): SampleRule =>
  (base, head) =>
    Math.log(mean(exp(head))) - Math.log(mean(exp(base))) > Math.log1p(share)

/** Mann and Whitney's U, two-sided and exact for equal sizes without ties. */
export const uTest =
  (alpha: number): SampleRule =>
  (base, head) => {
    const u = head.reduce((sum, value) => sum + base.filter((other) => value > other).length, 0)
    return median(head) > median(base) && Math.min(1, 2 * upperTail(u, base.length, head.length)) < alpha
  }

const tails = new Map<string, number>()

/** P(U >= u), by counting the orders of a and b values. */
function upperTail(u: number, a: number, b: number): number {
  const key = `${u} ${a} ${b}`
  const known = tails.get(key)
  if (known !== undefined) return known
  let ways = new Map([['0 0', 1]])
  for (let step = 0; step < a + b; step++) {
    const next = new Map<string, number>()
    for (const [state, count] of ways) {
      const [taken, sum] = state.split(' ').map(Number) as [number, number]
      const heads = step - taken
      if (taken < a) add(next, `${taken + 1} ${sum}`, count)
      if (heads < b) add(next, `${taken} ${sum + taken}`, count)
    }
    ways = next
  }
  const counts = [...ways].map(([state, count]) => [Number(state.split(' ')[1]), count] as const)
  const all = counts.reduce((sum, [, count]) => sum + count, 0)
  const p = counts.reduce((sum, [value, count]) => sum + (value >= u ? count : 0), 0) / all
  tails.set(key, p)
  return p
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

export const SAMPLE_PEERS: Readonly<Record<string, SampleRule>> = {
  'U test p < .05 (benchstat, google/benchmark)': uTest(0.05),
  'U test p < .01 (Pinpoint)': uTest(0.01),
  'Welch t p < .05 (hyperfine)': welch(0.05),
  '90 % CI and |change| >= 5 % (Datadog SMP)': welch(0.1, 0.05),
  'ratio of means +10 %': ratioOfMeans(0.1),
}
