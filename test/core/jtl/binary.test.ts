import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeBlock, encodeBlock } from '../../../src/core/jtl/binary.ts'
import { summarizeFortio } from '../../../src/core/jtl/fortio.ts'
import type { BlockSummary } from '../../../src/core/summary.ts'
import { read } from '../../support/jtl.ts'
import { anyBlock } from '../../support/jtl-blocks.ts'
import { anyFile } from '../../support/jtl-files.ts'

function expectItBack(block: BlockSummary) {
  const back = decodeBlock(encodeBlock(block))
  expect(back).toStrictEqual(block)
  // It is packed now.
  expect(decodeBlock(encodeBlock(back))).toStrictEqual(block)
}

test('a block comes back from its bytes as it was, and lacks what it lacked', () => {
  fc.assert(fc.property(anyBlock, expectItBack))
})

test('the block of a JTL comes back from its bytes, as the same JSON', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const block = read(file).summarizer.block()
      expectItBack(block)
      expect(JSON.stringify(decodeBlock(encodeBlock(block)))).toBe(JSON.stringify(block))
    }),
  )
})

test.each(['http-v1.57.3', 'http-rest-readme', 'grpc-v0.9.0'])(
  'the block of Fortio, %s, comes back with how far it can be trusted',
  (name) => {
    const path = new URL(`../../fixtures/fortio/fortio-result-${name}.json`, import.meta.url)
    const [block] = summarizeFortio(JSON.parse(readFileSync(path, 'utf8')), 'load').blocks
    expect(block!.labels[0]!.resolution).toBeGreaterThan(0)
    expectItBack(block!)
  },
)

test('what is cut, has more, or is anything else is refused', () => {
  const bytes = encodeBlock({ block: 'load', labels: [], transactions: [] })
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeBlock(bytes.subarray(0, length))).toThrow(RangeError)
  }
  expect(() => decodeBlock(Uint8Array.of(...bytes, 0))).toThrow(RangeError)
  expect(() => decodeBlock(Uint8Array.of(...bytes.map((byte) => byte ^ 1)))).toThrow(RangeError)
})

test('a block that is cut anywhere is refused', () => {
  fc.assert(
    fc.property(anyBlock, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (block, share) => {
      const bytes = encodeBlock(block)
      expect(() => decodeBlock(bytes.subarray(0, Math.floor(share * bytes.length)))).toThrow(RangeError)
    }),
  )
})
