import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Fault } from '../../src/core/error.ts'
import { nearest, quote, throwFaults } from '../../src/core/fault.ts'

const config: Fault = { code: 'CONFIG', file: 'perf.yaml', line: 3, column: 5, wrong: 'no', right: '`yes`' }
const notBuilt: Fault = { code: 'NOT_BUILT', wrong: 'later' }

test('no fault throws nothing', () => {
  expect(() => throwFaults([], 'CONFIG')).not.toThrow()
})

test.each([
  [[config], 'CONFIG', 'perf.yaml:3:5: no. Right: `yes`'],
  [[notBuilt], 'NOT_BUILT', 'later'],
  [[config, notBuilt], 'INPUT', '2 faults\nperf.yaml:3:5: no. Right: `yes`\nlater'],
])('faults %# are one error', (faults, code, message) => {
  expect(() => throwFaults(faults, 'INPUT')).toThrow(expect.objectContaining({ code, message, faults }))
})

test.each([
  ['thread', 'threads'],
  ['theards', 'threads'],
  ['Threads', 'threads'],
  ['duratoin', 'duration'],
  ['zebra', undefined],
  ['', undefined],
])('%p was meant to be %p', (word, meant) => {
  expect(nearest(word, ['threads', 'duration', 'pods'])).toBe(meant)
})

test('a quoted text stays one line, in one pair of backticks, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(quote(text)).toMatch(/^`[^`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*`$/u)
    }),
  )
})
