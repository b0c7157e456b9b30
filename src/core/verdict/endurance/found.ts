import { benjaminiHochberg } from '../compare/families.ts'
import type { Finding, GrowthFound } from '../finding.ts'
import type { Outcome } from '../outcome.ts'
import type { Span } from './blocks.ts'
import { type Growth, growthOf, type Kind, kindOf, timeToLimit } from './growth.ts'
import { familyOf, type Watched } from './watched.ts'

/** Of each family the share of false discoveries. */
const LEVEL = 0.05

/** Growth that matters: a share of where it began, or a difference. */
const MARGIN = { share: 0.05, difference: 0.005 }

/** Growth that must be ruled out for a pass, a share of where it began. */
const RULED_OUT = 0.5

/** Nothing further ahead than so many times what was watched is foretold: of a day an hour must be seen. */
export const FORESEEN = 24

const HOUR = 3_600_000

/** A watched series with what was found of it. */
export interface Found {
  readonly watched: Watched
  readonly finding: Finding & { readonly growth: GrowthFound }
}

/** How every series went, within what is found by chance; limits that are reached within the horizon make a regression. */
export function findGrowth(
  all: readonly Watched[],
  { span, horizonMs }: { span: Span; horizonMs: number },
): readonly Found[] {
  const grown = all.map((watched) => ({ watched, growth: growthOf(watched.blocks, span.to) }))
  const families = [...Map.groupBy(grown, ({ watched }) => familyOf(watched)).values()]
  const proven = new Set(
    families.flatMap((family) => {
      const flags = benjaminiHochberg(
        family.map(({ growth }) => growth.slope.p),
        LEVEL,
      )
      return family.filter((_, i) => flags[i])
    }),
  )
  return grown.map((one) => {
    const scale = scaleOf(one.watched, one.growth)
    const margin = one.watched.difference ? MARGIN.difference : MARGIN.share * scale
    const kind = kindOf(one.growth, { margin, proven: proven.has(one) })
    return { watched: one.watched, finding: findingOf(one.watched, one.growth, { kind, scale, span, horizonMs }) }
  })
}

/** What growth is a share of: where it began, or of what began at nothing the most that it was. */
function scaleOf({ difference, blocks }: Watched, { first }: Growth): number {
  if (difference) return 1
  return Math.abs(first) || blocks.reduce((most, [, value]) => Math.max(most, Math.abs(value)), 0) || 1
}

interface Known {
  readonly kind: Kind
  readonly scale: number
  readonly span: Span
  readonly horizonMs: number
}

function findingOf(
  { label, metric, unit, worse, ...watched }: Watched,
  growth: Growth,
  known: Known,
): Found['finding'] {
  const { kind, scale, span, horizonMs } = known
  const { slope, rise } = growth
  const reaches = nearest(watched.limits, growth, worse)
  const turned = ({ value, low, high }: Growth['last'], unit: number) => {
    const [one, other] = [(worse * low) / unit + 0, (worse * high) / unit + 0] // no zero has a sign
    return { value: (worse * value) / unit + 0, low: Math.min(one, other), high: Math.max(one, other) }
  }
  const [begin, end] = levels(kind, growth, span)
  // of a change of level the change itself; the bounds are those of the line
  const whole = kind === 'level-change' ? { ...rise, value: end - begin, high: Math.max(rise.high, end - begin) } : rise
  const { value: change, low, high } = turned(whole, scale)
  return {
    ...{ label, metric, change, low, high },
    outcome: outcomeOf(kind, {
      reaches,
      horizonMs,
      watchedMs: span.to - span.from,
      most: watched.difference ? 0 : rise.high / scale,
    }),
    before: worse * begin,
    after: worse * end,
    growth: {
      of: watched.of,
      kind,
      ...(unit === undefined ? {} : { unit }),
      perHour: turned(slope, 1 / HOUR),
      ...(reaches === undefined || kind !== 'leak' ? {} : { reaches }),
    },
  }
}

/** Where it began and where it ended. */
function levels(kind: Kind, { slope, last, step }: Growth, { from, to }: Span): readonly [number, number] {
  if (kind === 'level-change') return [step.before, step.after]
  return [last.value - slope.value * (to - from), last.value]
}

type Reached = NonNullable<GrowthFound['reaches']>

interface Ahead {
  readonly reaches: Reached | undefined
  readonly horizonMs: number
  /** The time that was watched. */
  readonly watchedMs: number
  /** The growth that is not ruled out, as a share. */
  readonly most: number
}

function outcomeOf(kind: Kind, { reaches, horizonMs, watchedMs, most }: Ahead): Exclude<Outcome, 'invalid'> {
  switch (kind) {
    case 'level-change':
      return 'warn'
    case 'leak': {
      if (reaches === undefined) return 'warn'
      const earliest = reaches.earliest ?? Number.POSITIVE_INFINITY
      if (earliest >= horizonMs) return 'pass'
      return earliest <= FORESEEN * watchedMs ? 'regression' : 'warn'
    }
    case 'steady':
      return most <= RULED_OUT ? 'pass' : 'inconclusive' // what is no number is no pass
  }
}

function nearest(limits: Watched['limits'], growth: Growth, worse: 1 | -1): Reached | undefined {
  const reached = limits.map(({ text, bound }): Reached => {
    const { expected, earliest, latest } = timeToLimit(growth, worse * bound)
    const ms = (time: number) => (Number.isFinite(time) ? Math.round(time) : null)
    return { limit: text, bound, after: ms(expected), earliest: ms(earliest), latest: ms(latest) }
  })
  const soon = ({ after, earliest }: Reached) => after ?? earliest ?? Number.POSITIVE_INFINITY
  return reached.toSorted((a, b) => soon(a) - soon(b))[0]
}
