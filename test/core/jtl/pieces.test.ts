import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { JtlReader } from '../../../src/core/jtl/reader.ts'
import { createBlockSummarizer } from '../../../src/core/jtl/summarize.ts'
import { Warnings } from '../../../src/core/jtl/warnings.ts'
import { MAX_ROW, PIECE } from '../../../src/core/jtl/window.ts'
import { anyPieces, hidingFile } from '../../support/jtl-files.ts'

const HEADER = 'timeStamp,elapsed,label,success,failureMessage\n'
const LONG = 'a "" and\n'.repeat(5000)
const LINE = 'x'.repeat(45_000)

/** How many bytes are looked at one by one where a file comes in pieces of so many bytes. */
function looks(file: string, piece: number): number {
  let count = 0
  const memory = new Uint8Array(MAX_ROW + PIECE)
  const window = new Proxy(memory, {
    get(bytes, name) {
      if (typeof name === 'string' && /^\d/.test(name)) count++
      const found: unknown = Reflect.get(bytes, name, bytes)
      return typeof found === 'function' ? found.bind(bytes) : found
    },
  })
  const reader = new JtlReader(() => undefined, new Warnings(), { memory: { window }, lane: undefined })
  const bytes = new TextEncoder().encode(file)
  for (let at = 0; at < bytes.length; at += piece) {
    reader.pull((room) => {
      const part = bytes.subarray(at, at + piece)
      room.set(part)
      return part.length
    })
  }
  reader.end()
  return count
}

test.each([
  ['a quoted text', `${HEADER}1000,5,a,true,"${LONG}"\n`],
  ['a text without quotes', `${HEADER}1000,5,a,true,${LINE}\n`],
  ['a row of another delimiter', `${HEADER}1000;5;a;true;"\n${LONG}"\n`],
  ['the first field', `label,timeStamp,elapsed,success\n"${LONG}",1000,5,true\n`],
  ['a row that is damaged, long before its line ends,', `${HEADER}1000,5,a,true,"${LINE}"x${LINE}\n`],
])('of %s that comes in many pieces no byte is looked at again with each', (_, file) => {
  expect(looks(file, 64)).toBeLessThan(looks(file, 1 << 20) + 2 * file.length)
})

function all(file: Uint8Array, pieces: readonly number[]) {
  using summarizer = createBlockSummarizer('load')
  for (let at = 0, i = 0; at < file.length; i++) {
    const length = pieces[i % pieces.length]!
    summarizer.push(file.subarray(at, at + length))
    at += length
  }
  summarizer.end()
  const { rows, warnings, completeBytes } = summarizer
  return { block: summarizer.block(), rows, warnings, completeBytes }
}

const parts = ['"', '""', ',', ';', '\t', '\n', '\r', '\r\n', '1000', '5', 'a', 'true', '1000;5;a;true;"', '1000,5,"a']
const quotesFile = fc
  .array(fc.constantFrom(...parts, '1000,5,a,true,b\n', '1000;5;a;true;b\n'), { maxLength: 60 })
  .map((list) => new TextEncoder().encode(HEADER + list.join('')))

test('rows of several delimiters and quotes where none may be are the same however they are cut', () => {
  fc.assert(
    fc.property(fc.oneof(hidingFile, quotesFile), anyPieces, fc.integer({ min: 1, max: 9 }), (file, pieces, few) => {
      const whole = all(file, [file.length])
      expect(all(file, pieces)).toEqual(whole)
      expect(all(file, [few])).toEqual(whole)
    }),
    { numRuns: 1000 },
  )
})
