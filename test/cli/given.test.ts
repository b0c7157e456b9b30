import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Command } from '../../src/cli/command.ts'
import { readGiven } from '../../src/cli/given.ts'
import { PerfError } from '../../src/core/error.ts'

const command: Command = {
  name: 'judge',
  summary: '',
  usage: [],
  about: [],
  operands: true,
  examples: [],
  load: async () => async () => 0,
  options: {
    head: { kind: 'words', value: 'FILE', help: '' },
    base: { kind: 'words', value: 'FILE', help: '' },
    limit: { kind: 'list', value: 'TEXT', help: '' },
    margin: { kind: 'text', value: 'SHARE', help: '' },
    out: { kind: 'text', short: 'o', value: 'FILE', default: '-', help: '' },
    json: { kind: 'flag', help: '' },
  },
}

test.each([
  [['--head', 'a', 'b', '--base', 'c', 'd', '--json', 'e'], { head: ['a', 'b'], base: ['c', 'd'], operands: ['e'] }],
  [['--head=a', 'b', '--head', 'c'], { head: ['a', 'b', 'c'], base: [], operands: [] }],
  [['x', '--head', '-'], { head: ['-'], base: [], operands: ['x'] }],
  [['--head', 'a', '--', '--base'], { head: ['a'], base: [], operands: ['--base'] }],
])('%j: words belong to the option before them, up to the next option', (args, expected) => {
  const given = readGiven(command, args)
  expect({ head: given.list('head'), base: given.list('base'), operands: given.operands }).toEqual(expected)
})

test('a value may begin with a sign, a default stands where there is none, and a flag is there or not', () => {
  const given = readGiven(command, ['--margin', '-5', '--limit', 'p95 < 1 s', '--limit', 'max < 2 s'])
  expect([given.text('margin'), given.text('out'), given.flag('json')]).toEqual(['-5', '-', false])
  expect(given.list('limit')).toEqual(['p95 < 1 s', 'max < 2 s'])
  expect(readGiven(command, ['-o', 'x', '--json']).text('out')).toBe('x')
})

const HINT = '`perf-action judge --help` says what there is'
test.each([
  [['--haed', 'x'], 'there is no option `--haed`; did you mean `--head`?'],
  [['-x'], 'there is no option `-x`'],
  [['--margin'], '--margin needs its SHARE'],
  [['--base', '--head', 'x'], '--base needs its FILE'],
  [['--json=yes'], '--json takes no value'],
  [['--margin', '1%', '--margin', '2%'], '--margin was given 2 times'],
])('%j is refused', (args, message) => {
  expect(() => readGiven(command, args)).toThrow(expect.objectContaining({ code: 'INPUT', message, hint: HINT }))
})

test('everything that is wrong is told at once', () => {
  expect(() => readGiven(command, ['--haed', 'x', '--jsn', '--margin'])).toThrow(
    '3 faults\nthere is no option `--haed`; did you mean `--head`?\nthere is no option `--jsn`; did you mean `--json`?\n--margin needs its SHARE',
  )
})

test('whatever the words are, they are read or refused as INPUT', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('--head', '--base', '--limit', '--margin', '-o', '--json', '--', '-', '--head=x'),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (args) => {
      try {
        const given = readGiven(command, args)
        const told = [...given.operands, ...given.list('head'), ...given.list('base'), ...given.list('limit')]
        for (const one of told) expect(args.some((arg) => arg.includes(one))).toBe(true)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PerfError)
        expect(thrown).toMatchObject({ code: 'INPUT' })
      }
    }),
  )
})
