import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileEngine, ENGINE_MODULE } from '../../../scripts/engine-compiler.ts'
import { createBlockSummarizer } from '../../../src/core/jtl/summarize.ts'
import { PIECE } from '../../../src/core/jtl/window.ts'
import { JTL_HEADER, jtlLine } from '../../../src/core/jtl/write.ts'
import { row } from '../../support/jtl.ts'
import { anyFile, anyPieces, damagedFile, hidingFile, longFile } from '../../support/jtl-files.ts'

interface How {
  readonly plain: boolean
  readonly pieces: readonly number[]
  readonly maxLabels?: number
}

/** All that there is to be known of a file. */
function all(file: Uint8Array, { pieces, ...options }: How) {
  using summarizer = createBlockSummarizer('load', options)
  for (let at = 0, i = 0; at < file.length; i++) {
    const length = pieces[i % pieces.length]!
    summarizer.push(file.slice(at, at + length))
    at += length
    // In the midst, a look must change nothing.
    if (i === 1) summarizer.block()
  }
  summarizer.end()
  const { rows, warnings, completeBytes } = summarizer
  return { block: summarizer.block(), rows, warnings, completeBytes, live: summarizer.takeInterval() }
}

function expectSame(file: Uint8Array, pieces: readonly number[], maxLabels = 1000): void {
  const fast = all(file, { plain: false, pieces, maxLabels })
  const plain = all(file, { plain: true, pieces, maxLabels })
  if (!isDeepStrictEqual(fast, plain)) expect(fast).toEqual(plain)
}

test('the engine finds what the plain reader finds, however the bytes are cut', () => {
  fc.assert(
    fc.property(anyFile, anyPieces, (file, pieces) => expectSame(file, pieces)),
    { numRuns: 1000 },
  )
})

test('the engine finds what the plain reader finds in damaged files', () => {
  fc.assert(
    fc.property(damagedFile, anyPieces, (file, pieces) => expectSame(file, pieces)),
    { numRuns: 1000 },
  )
})

test('the engine finds what the plain reader finds where a row hides another in its label', () => {
  fc.assert(
    fc.property(hidingFile, anyPieces, (file, pieces) => expectSame(file, pieces)),
    { numRuns: 1000 },
  )
})

test('the engine finds what the plain reader finds in files of many rows', () => {
  const large = fc.constant([PIECE])
  fc.assert(
    fc.property(longFile, fc.oneof(anyPieces, large), (file, pieces) => expectSame(file, pieces)),
    { numRuns: 300 },
  )
})

test('nothing but the beginning of a row waits for the next piece, however many came', () => {
  const line = jtlLine(row({ label: 'one whose length divides no piece' }))
  const file = Buffer.from(JTL_HEADER + line.repeat(40_000))
  using summarizer = createBlockSummarizer('load')
  for (let at = 0; at < file.length; at += PIECE) {
    summarizer.push(file.subarray(at, at + PIECE))
    expect(Math.min(at + PIECE, file.length) - summarizer.completeBytes).toBeLessThan(line.length)
  }
})

test('no count is lost when slices widen amid rows that are counted together', () => {
  const header = 'timeStamp,elapsed,label,success\n'
  const line = (second: number) => `${1_767_225_600_000 + 1000 * second},5,a,true\n`
  const rows = Array.from({ length: 40 }, (_, second) => line(second)).join('')
  expectSame(new TextEncoder().encode(header + rows.repeat(2) + line(100_000) + rows), [PIECE])
})

test.each([
  [32_768, 32_767, 5],
  [40_000, 40_000, 5],
  [140_000, 66_000, 5],
  // of other pages of a histogram
  [40_000, 40_000, 64],
  [40_000, 40_000, 2048],
  [40_000, 40_000, 99_999_990],
])('a slice of %d equal times counts them all, and with %d of the next one: %d ms', (first, next, ms) => {
  const line = (end: number, elapsed: number) => `${1_767_225_600_000 + 1000 * end - elapsed},${elapsed},a,true\n`
  const rows = [line(0, ms).repeat(first), line(1, ms).repeat(next), line(0, ms + 2).repeat(first), line(300, ms)]
  expectSame(new TextEncoder().encode(`timeStamp,elapsed,label,success\n${rows.join('')}`), [PIECE])
})

test('which failures are counted together is the same, however many there are', () => {
  const lines = Array.from({ length: 9000 }, (_, i) => {
    const failureMessage = i % 3 === 0 ? `not "${i}"` : `not ${i - (i % 5)}`
    const line = jtlLine(row({ label: `label ${i % 40}`, success: false, responseCode: '500', failureMessage }))
    return i % 10 === 9 ? line.replace(',10,', ',"10",') : line
  })
  expectSame(new TextEncoder().encode(JTL_HEADER + lines.join('').repeat(2)), [PIECE])
})

test('with few labels allowed, both count the same ones together', () => {
  fc.assert(
    fc.property(anyFile, anyPieces, fc.integer({ min: 1, max: 3 }), (file, pieces, most) =>
      expectSame(file, pieces, most),
    ),
  )
})

test('the committed engine is what its source compiles to', async () => {
  expect(await compileEngine()).toBe(readFileSync(ENGINE_MODULE, 'utf8'))
})
