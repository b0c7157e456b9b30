import { expect, test } from '@jest/globals'
import { textOf, toJson } from '../../../src/core/manifest/text.ts'

// Each row was seen: through `kubectl kustomize` (5.7) and the API server (1.35).
test.each([
  ['lines', 'a\nb\n', true],
  ['Windows line ends', 'a\r\n\tb\r\n', true],
  ['a byte order mark', '\ufeff<x/>\n', true],
  ['controls below space', 'a\u0000\u0001\u001bb\n', true],
  ['line separators', 'a\u2028b\u2029c\n', true],
  ['spaces around', '  a  \n\tb \n\n\n', true],
  ['a tab at the beginning', '\t<x/>\n<y/>\n', false],
  ['DEL', 'a\u007fb\n', false],
  ['a C1 control', 'a\u0090b\n', false],
  ['NEL', 'a\u0085b\n', false],
  ['a non-character', 'a\ufffeb\n', false],
])('kustomize and %s: %j unchanged is %s', (_, text, survives) => {
  expect(textOf(new TextEncoder().encode(text))).toBe(survives ? text : undefined)
})

test('what is not UTF-8 is no text', () => {
  expect(textOf(Uint8Array.of(0x61, 0xff, 0x0a))).toBeUndefined()
})

test('JSON is ASCII and reads back as it was', () => {
  const value = { name: 'Größe \u0085\u2028\ufeff\u{1f600}' }
  expect(toJson(value)).toMatch(/^[\x20-\x7e\n]*$/)
  expect(JSON.parse(toJson(value))).toEqual(value)
})
