import { ALPHA } from './method.ts'

/** The first look of a comparison in pairs. */
const FIRST = 2

/** Looks share alpha and half as much again, since they see mostly the same pairs; simulated in bench/verdict. */
const SHARED = 1.5

/** After how many pairs a comparison of at most `most` pairs is looked at: 2, 3, … */
export function looks(most: number): readonly number[] {
  return Array.from({ length: Math.max(1, most - FIRST + 1) }, (_, i) => Math.min(most, FIRST + i))
}

/** The alpha of each look of a comparison of at most `most` pairs: .015 for six. */
export function lookAlpha(most: number): number {
  return Math.min(ALPHA.pairs, (ALPHA.pairs * SHARED) / looks(most).length)
}
