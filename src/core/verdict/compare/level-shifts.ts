import type { RunQuantities } from '../quantities.ts'
import { levelsOf } from './levels.ts'
import { median } from './location.ts'

/** Runs that a level needs on each side of a shift: what lasts for fewer may be chance. */
const LASTING = 3

/** How far apart two levels are, in robust standard errors, before it is a shift. */
const APART = 6

/** The least shift, as a log change and in standard deviations of one run, that is worth a new beginning. */
const LEAST = { change: 0.03, deviations: 1.5 }

/** A median of normal values scatters so much more than their mean. */
const MEDIAN_TO_MEAN = 1.25

/** The noise of a run is taken to be no less, and a little more than so few runs show. */
const NOISE = { least: 1e-3, margin: 1.1 }

/**
 * Cuts runs, the newest first, where the level that their labels share shifted for good: at the split whose two medians
 * explain them best, where those are far apart, and each side again. Source: verdict.md 7, baseline hygiene; binary
 * segmentation after A. J. Scott, M. Knott, Biometrics 30 (1974), 507–512.
 */
export function byLevel<Run extends { readonly quantities: RunQuantities }>(
  runs: readonly Run[],
): readonly (readonly Run[])[] {
  const levels = levelsOf(runs.map(({ quantities }) => quantities))
  const cuts = levels.some(Number.isNaN) ? [] : settled(levels, cutsOf(levels))
  return [...cuts, runs.length].map((end, i) => runs.slice(cuts[i - 1] ?? 0, end))
}

/** Where to cut, ascending. */
function cutsOf(levels: readonly number[], from = 0): readonly number[] {
  const cut = best(levels)
  if (cut === undefined) return []
  return [...cutsOf(levels.slice(0, cut), from), from + cut, ...cutsOf(levels.slice(cut), from + cut)]
}

/** Each cut where it is best between its neighbours, for when it was made those were not yet known. */
function settled(levels: readonly number[], cuts: readonly number[]): readonly number[] {
  return cuts.map((cut, i) => {
    const [from, to] = [cuts[i - 1] ?? 0, cuts[i + 1] ?? levels.length]
    return from + (best(levels.slice(from, to)) ?? cut - from)
  })
}

/** The shift that explains the levels best. */
function best(levels: readonly number[]): number | undefined {
  const ats = Array.from({ length: Math.max(0, levels.length - 2 * LASTING) }, (_, i) => LASTING + i)
  const shifts = ats.flatMap((at) => shiftAt(levels, at) ?? [])
  if (shifts.length === 0) return undefined
  return shifts.reduce((least, shift) => (shift.left < least.left ? shift : least)).at
}

/** What a split leaves unexplained (absolute deviations), where it is a shift of the level. */
function shiftAt(levels: readonly number[], at: number): { readonly at: number; readonly left: number } | undefined {
  const sides = [levels.slice(0, at), levels.slice(at)]
  const [newer, older] = sides.map(median) as [number, number]
  const by = Math.abs(newer - older)
  const noise = noiseOf(levels)
  const error = noise * MEDIAN_TO_MEAN * Math.sqrt(1 / at + 1 / (levels.length - at))
  if (by <= APART * error || by <= Math.max(LEAST.change, LEAST.deviations * noise)) return undefined
  const off = sides.map((side, i) => side.map((level) => Math.abs(level - (i === 0 ? newer : older))))
  if (off.some((side) => side.filter((away) => away < by / 2).length < LASTING)) return undefined
  return { at, left: off.flat().reduce((sum, away) => sum + away, 0) }
}

/** The standard deviation of one run, from the steps between neighbours, which no shift but one makes larger. */
function noiseOf(levels: readonly number[]): number {
  const steps = levels.slice(1).map((level, i) => Math.abs(level - levels[i]!))
  return NOISE.margin * Math.max(NOISE.least, (1.4826 * median(steps)) / Math.SQRT2)
}
