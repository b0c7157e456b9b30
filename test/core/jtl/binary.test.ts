import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeBlock, encodeBlock } from '../../../src/core/jtl/binary.ts'
import { read } from '../../support/jtl.ts'
import { anyFile } from '../../support/jtl-files.ts'

test('a block comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const block = read(file).summarizer.block()
      expect(decodeBlock(encodeBlock(block))).toEqual(block)
    }),
  )
})

test('what is cut, has more, or is anything else is refused', () => {
  const bytes = encodeBlock({ block: 'load', labels: [], transactions: [] })
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeBlock(bytes.subarray(0, length))).toThrow(RangeError)
  }
  expect(() => decodeBlock(Uint8Array.of(...bytes, 0))).toThrow(RangeError)
  expect(() => decodeBlock(Uint8Array.of(...bytes.map((byte) => byte ^ 1)))).toThrow(RangeError)
})
