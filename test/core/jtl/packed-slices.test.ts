import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { packSlices } from '../../../src/core/jtl/packed-slices.ts'
import { commonWidth, mergeSlices } from '../../../src/core/stats/slices.ts'
import { anySlices } from '../../support/jtl-blocks.ts'

test('packed slices are what they were, also once they are packed again', () => {
  fc.assert(
    fc.property(anySlices, (slices) => {
      const packed = packSlices([slices], slices.widthMs)
      expect(packed).toEqual(slices)
      expect(JSON.stringify(packed)).toBe(JSON.stringify(slices))
      expect(packSlices([packed], slices.widthMs)).toEqual(slices)
    }),
  )
})

test('slices are added up as those are that are not packed, whichever of them are', () => {
  const lists = fc.array(fc.tuple(anySlices, fc.boolean()), { maxLength: 4 })
  fc.assert(
    fc.property(lists, (some) => {
      const plain = some.map(([slices]) => slices)
      const mixed = some.map(([slices, pack]) => (pack ? packSlices([slices], slices.widthMs) : slices))
      expect(packSlices(mixed)).toEqual(mergeSlices(plain))
      const wider = 2 * commonWidth(plain)
      expect(packSlices(mixed, wider)).toEqual(mergeSlices(plain, wider))
    }),
  )
})
