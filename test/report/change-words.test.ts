import { expect, test } from '@jest/globals'
import { comparedWords } from '../../src/report/change-words.ts'
import type { ComparisonPart } from '../../src/report/section.ts'

const compared = (base: string, head: string): ComparisonPart => ({
  ...{ state: 'compared', notes: [], runs: 2, changes: [], visible: {} },
  pairs: { most: 6, base, head },
})

test.each([
  ['a'.repeat(40), 'abc1234', 'base aaaaaaa with head abc1234'],
  ['20261122093000', '20261122101500', 'base 20261122093000 with head 20261122101500'],
  [`sha256:${'1'.repeat(64)}`, 'v1.2.3', 'base sha256:111111111111 with head v1.2.3'],
])('base %s and head %s are told apart in words', (base, head, words) => {
  expect(comparedWords(compared(base, head), (revision) => revision)).toBe(
    `Compared: ${words} in 2 of at most 6 pairs, loaded in turns.`,
  )
})
