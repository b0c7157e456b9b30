import { ALPHA } from './method.ts'

/** The first look of a comparison in pairs. */
const FIRST = 2

/** What each look after the first adds to the alpha that they share, since all of them see mostly the same pairs. */
const MORE = 1 / 8

/** After how many pairs a comparison of at most `most` pairs is looked at: 2, 3, … */
export function looks(most: number): readonly number[] {
  return Array.from({ length: Math.max(1, most - FIRST + 1) }, (_, i) => Math.min(most, FIRST + i))
}

/**
 * The alpha of the look after so many pairs, of a comparison of at most `most`: it rises from look to look, .005 to .025
 * for six pairs, since the first looks know least of the noise. Simulated against equal shares on the same changes, that
 * takes a third and more of the false alarms away and costs a third of a pair where something is found
 * (bench/verdict/README.md).
 */
export function lookAlpha(pairs: number, most: number): number {
  const all = looks(most)
  const turn = all.indexOf(pairs) + 1
  if (turn === 0) throw new RangeError(`there is no look after ${pairs} pairs of ${most}`)
  const turns = (all.length * (all.length + 1)) / 2
  const shared = ALPHA.pairs * (1 + MORE * (all.length - 1))
  return (shared * turn) / turns
}
