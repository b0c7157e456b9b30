import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { type Plain, toYaml } from '../../../src/core/manifest/yaml.ts'

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed())
const tricky = fc.constantFrom(
  'yes',
  'NO',
  'null',
  '~',
  '',
  '1e3',
  '0x10',
  '012',
  '- a',
  'a: b',
  '#',
  '1:30',
  '.inf',
  '<<',
  '=',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u{1f600}',
  'a\n---\n',
  '${x}',
  '!!js',
)
const scalar = fc.oneof(text, tricky, fc.integer(), fc.boolean())
const { data } = fc.letrec<{ data: Plain }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, tricky), tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

test.each(['1.1', '1.2'] as const)('what is written is what a reader of YAML %s reads', (version) => {
  fc.assert(
    fc.property(data, (value) => {
      // with a null prototype a key "__proto__" stays a key
      expect(plain(parse(toYaml(value), { version, maxAliasCount: 0, merge: false }))).toEqual(plain(value))
    }),
    { numRuns: 500 },
  )
})

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

test('every line is printable ASCII, so that no reader disagrees about line ends', () => {
  fc.assert(fc.property(data, (value) => expect(toYaml(value)).toMatch(/^[\x20-\x7e\n]*$/)))
})

test('a lone surrogate, which YAML cannot hold, becomes the replacement character', () => {
  expect(parse(toYaml('a\ud800'))).toBe('a\ufffd')
})

test('words stay readable, what is undefined is left out, notes stand above their keys', () => {
  const value = { image: 'node:24-slim', args: ['sh', '/spec/run.sh', '-x'], none: undefined, empty: {}, on: 'on' }
  expect(toYaml(value, { args: 'Why.' })).toBe(
    'image: node:24-slim\n# Why.\nargs:\n  - sh\n  - /spec/run.sh\n  - "-x"\nempty: {}\n"on": "on"\n',
  )
})
