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
