import { KEPT_UP, type Step } from './step.ts'

/** A hinge needs so many steps. */
const LEAST = 4

/** A step that answers less than this part of the most that any did is a collapse, which says nothing of where it began. */
const COLLAPSED = 0.5

/**
 * The throughput C at which achieved = min(offered, C) bends: least squares of the logs, on the steps up to one beyond the
 * highest throughput, since what is beyond collapses. undefined: too few steps, or no bend, which is a shortfall that noise
 * alone would not make.
 */
export function hinge(all: readonly Step[]): number | undefined {
  const steps = all.filter(({ offered, achieved }) => offered > 0 && achieved > 0)
  if (steps.length < LEAST) return undefined
  const highest = steps.reduce((best, { achieved }, i) => (achieved > steps[best]!.achieved ? i : best), 0)
  const used = steps.slice(0, highest + 2)
  const { offered, achieved } = used.at(-1)!
  if (used.length < LEAST || achieved / offered >= KEPT_UP) return undefined
  const loads = used.map(({ offered }) => Math.log(offered))
  const most = steps[highest]!.achieved
  const reached = used.map(({ achieved }, i) => Math.log(i > highest && achieved < COLLAPSED * most ? most : achieved))
  // for a bend between two steps the best C is the mean of those beyond it, and never outside of the two
  const bends = used.slice(1).map((_, before) => {
    const beyond = reached.slice(before + 1)
    const mean = beyond.reduce((sum, value) => sum + value, 0) / beyond.length
    const capacity = Math.min(Math.max(mean, loads[before]!), loads[before + 1]!)
    return { capacity, left: leftOver(reached, loads, capacity) }
  })
  const best = bends.reduce((least, bend) => (bend.left < least.left ? bend : least))
  return best.capacity >= loads.at(-1)! ? undefined : Math.exp(best.capacity)
}

function leftOver(reached: readonly number[], loads: readonly number[], capacity: number): number {
  return reached.reduce((sum, value, i) => sum + (value - Math.min(loads[i]!, capacity)) ** 2, 0)
}
