/** Prints how often the rule of endurance runs is wrong: `node bench/verdict/endurance.ts [series] [seed]` (verdict.md 8). */
import { mean } from '../../src/core/verdict/compare/location.ts'
import { survival } from '../../src/core/verdict/compare/student.ts'
import { type Point, type Summary, summarized, withoutStart } from '../../src/core/verdict/endurance/blocks.ts'
import { findGrowth } from '../../src/core/verdict/endurance/found.ts'
import { type Growth, growthOf, kindOf, timeToLimit } from '../../src/core/verdict/endurance/growth.ts'
import { above } from '../../src/core/verdict/endurance/normal.ts'
import type { Watched } from '../../src/core/verdict/endurance/watched.ts'
import { Random } from './random.ts'

const [count = 2000, seed = 2026] = process.argv.slice(2).map(Number)
const random = new Random(seed)
const POINTS = 480
const SD = 0.05
/** As the product has it. */
const MARGIN = 0.05
const LEVEL = 0.05

type Shape = 'plain' | 'warmup' | 'sawtooth' | 'step' | 'cycle'

const CASES: readonly (readonly [shape: Shape, growth: number, rho: number])[] = [
  ...([0.5, 0.9, 0.97] as const).map((rho) => ['plain', 0, rho] as const),
  ...(['warmup', 'sawtooth', 'step', 'cycle'] as const).map((shape) => [shape, 0, 0.9] as const),
  ...[0.05, 0.1, 0.2, 0.5].map((growth) => ['plain', growth, 0.9] as const),
  ...[0.1, 0.2].map((growth) => ['sawtooth', growth, 0.9] as const),
  ...[0.2, 0.5].map((growth) => ['warmup', growth, 0.9] as const),
  ['plain', 0.2, 0.97],
]

/** Noise with a memory on a level of 1, and what the shape adds. */
function series(shape: Shape, growth: number, rho: number): readonly Point[] {
  const phase = random.uniform() * 2 * Math.PI
  let noise = SD * random.normal()
  return Array.from({ length: POINTS }, (_, i) => {
    const u = i / (POINTS - 1)
    const added = {
      plain: 0,
      warmup: 0.25 * (1 - Math.exp(-u / 0.08)),
      sawtooth: 0.3 * ((u * 23) % 1),
      step: u > 0.55 ? 0.15 : 0,
      cycle: 0.08 * Math.sin(2 * Math.PI * u * 1.5 + phase),
    }
    const value = 1 + noise + growth * u + added[shape]
    noise = rho * noise + SD * Math.sqrt(1 - rho * rho) * random.normal()
    return [i, value]
  })
}

const COUNTS = withoutStart({ from: 0, to: POINTS })
const grown = (points: readonly Point[], summary: Summary) => growthOf(summarized(points, COUNTS, summary), COUNTS.to)
const kind = (growth: Growth) => kindOf(growth, { margin: MARGIN * growth.first, proven: growth.slope.p <= LEVEL })

/** A straight line by least squares, as if points had no memory: p < .01. */
function leastSquares(points: readonly Point[]): boolean {
  const n = points.length
  const [centre, middle] = [(n - 1) / 2, mean(points.map(([, value]) => value))]
  const squares = (n * (n * n - 1)) / 12
  const slope = points.reduce((sum, [, value], i) => sum + (i - centre) * value, 0) / squares
  const left = points.reduce((sum, [, value], i) => sum + (value - middle - slope * (i - centre)) ** 2, 0)
  return survival(slope / Math.sqrt(left / (n - 2) / squares), n - 2) < 0.01
}

/** Mann and Kendall on the medians of 24 blocks of the whole series: p < .01. */
function mannKendall(points: readonly Point[]): boolean {
  const values = summarized(points, { from: 0, to: POINTS }, 'middle').map(([, value]) => value)
  const n = values.length
  const s = values.reduce((sum, a, i) => sum + values.slice(i + 1).reduce((signs, b) => signs + Math.sign(b - a), 0), 0)
  return above((s - Math.sign(s)) / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) < 0.01
}

const percent = (part: number) => (100 * part).toFixed(1).padStart(8)
const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length

console.log(
  `${count} series of ${POINTS} points, noise sd 5 %, seed ${seed}; standard error at most ${percent(0.5 / Math.sqrt(count)).trim()} points`,
)
console.log(`${''.padEnd(36)}     OLS  MK-blk24    leak   level change`)
for (const [shape, growth, rho] of CASES) {
  const rows = Array.from({ length: count }, () => {
    const points = series(shape, growth, rho)
    const found = kind(grown(points, shape === 'sawtooth' ? 'floor' : 'middle'))
    return [leastSquares(points), mannKendall(points), found === 'leak', found === 'level-change'] as const
  })
  const cells = [0, 1, 2, 3].map((column) => percent(share(rows.map((row) => row[column]!))))
  console.log(`${`${shape}, growth ${Math.round(100 * growth)} %, memory ${rho}`.padEnd(36)}${cells.join(' ')}`)
}

/** By the growth that really is: from the end on, in lengths of the run, until the level is twice what it was. */
console.log(
  `\ntime to the limit 2.0 of what was found to leak: median error, and how often the truth is where it may be`,
)
for (const [growth, rho] of [
  [0.2, 0.5],
  [0.2, 0.9],
  [0.5, 0.5],
  [0.5, 0.9],
] as const) {
  const truth = (1 - growth) / growth
  const rows = Array.from({ length: count }, () => grown(series('plain', growth, rho), 'middle')).flatMap((found) => {
    if (kind(found) !== 'leak') return []
    const { expected, earliest, latest } = timeToLimit(found, 2)
    const [by, from, to] = [expected, earliest, latest].map((time) => time / POINTS)
    return [{ off: Math.abs(by! / truth - 1), early: truth < from!, late: truth > to! }]
  })
  const off = rows.map((row) => row.off).sort((a, b) => a - b)[rows.length >> 1] ?? Number.NaN
  console.log(
    `${`growth ${Math.round(100 * growth)} %, memory ${rho}`.padEnd(36)}off by${percent(off)}; before the earliest${percent(share(rows.map((row) => row.early)))}; after the latest${percent(share(rows.map((row) => row.late)))}`,
  )
}

/** Every series of a run of ten labels in which nothing grows, as the product judges them together. */
function calmRun(rho: number, shared: number): readonly Watched[] {
  const common = series('plain', 0, rho)
  const mixed = (own: readonly Point[]) =>
    own.map(([at, value], i): Point => [at, 1 + (1 - shared) * (value - 1) + shared * (common[i]![1] - 1)])
  const one = (of: Watched['of'], name: string, points: readonly Point[], summary: Summary = 'middle'): Watched => ({
    ...{ of, label: name, metric: name, worse: 1, limits: [] },
    blocks: summarized(points, COUNTS, summary),
  })
  const latencies = Array.from({ length: 22 }, (_, i) => one('latency', `${i}`, mixed(series('plain', 0, rho))))
  return [
    ...latencies,
    one('throughput', 'throughput', series('plain', 0, rho)),
    one('metric', 'cpu', series('plain', 0, rho)),
    one('metric', 'memory', series('sawtooth', 0, rho), 'floor'),
  ]
}

console.log(
  `\n${count} runs of 10 labels and two metrics in which nothing grows: how many are flagged (each series at 5 %; together)`,
)
for (const [rho, shared] of [
  [0.5, 0],
  [0.5, 0.5],
  [0.9, 0],
  [0.9, 0.5],
] as const) {
  const runs = Array.from({ length: count }, () => {
    const watched = calmRun(rho, shared)
    const alone = watched.some(({ blocks }) => kind(growthOf(blocks, COUNTS.to)) !== 'steady')
    const found = findGrowth(watched, { span: COUNTS, horizonMs: POINTS })
    return { alone, together: found.some(({ finding }) => finding.growth.kind !== 'steady') }
  })
  console.log(
    `${`memory ${rho}, ${100 * shared} % of the noise is shared`.padEnd(44)}${percent(share(runs.map((run) => run.alone)))}${percent(share(runs.map((run) => run.together)))}`,
  )
}
