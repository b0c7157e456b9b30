import { expect, test } from '@jest/globals'
import { VarintReader, VarintWriter } from '../../../src/core/jtl/varint.ts'

test.each([0, 1, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER])('%d comes back as it was', (value) => {
  const writer = new VarintWriter()
  writer.number(value)
  expect(new VarintReader(writer.take()).number()).toBe(value)
})

test.each([Number.POSITIVE_INFINITY, Number.NaN, -1, 0.5, 2 ** 53])('%d is refused, and nothing written', (value) => {
  const writer = new VarintWriter()
  expect(() => writer.number(value)).toThrow(RangeError)
  expect(writer.take()).toHaveLength(0)
})

test('parts stay what they are while more is written, and bytes that are taken are their own', () => {
  const writer = new VarintWriter()
  const pieces = Array.from({ length: 200 }, (_, i) => new Uint8Array(i).fill(i))
  const parts = pieces.map((piece) => {
    writer.raw(piece)
    return writer.part()
  })
  writer.raw(new Uint8Array(10_000).fill(7))
  const taken = writer.take()
  writer.raw(new Uint8Array(10_000).fill(8))
  expect(parts).toEqual(pieces)
  expect(taken).toEqual(new Uint8Array(10_000).fill(7))
  expect(writer.part()).toEqual(new Uint8Array(10_000).fill(8))
  expect(new Set(parts.map(({ buffer }) => buffer)).size).toBeLessThan(20)
})
