import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MAX_ROW, PIECE, Window } from '../../../src/core/jtl/window.ts'

/** Memory that knows how many bytes were moved within it. */
class Moved extends Uint8Array<ArrayBuffer> {
  bytes = 0

  override copyWithin(target: number, start: number, end = this.length): this {
    this.bytes += end - start
    return super.copyWithin(target, start, end)
  }
}

test('a long row that comes in small pieces is not moved with each of them', () => {
  const memory = new Moved(new ArrayBuffer(MAX_ROW + PIECE))
  const window = new Window({ window: memory })
  while (window.length < MAX_ROW) window.append(() => 100)
  expect(memory.bytes).toBeLessThan(2 * PIECE)
})

test('what is unread is kept, with its place in the file, whatever is read and comes', () => {
  const step = fc.record({
    comes: fc.oneof(fc.nat(300), fc.nat(2 * PIECE)),
    rest: fc.oneof(fc.nat(300), fc.nat(MAX_ROW)),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const window = new Window({ window: new Uint8Array(MAX_ROW + PIECE) })
      let file = 0
      for (const { comes, rest } of steps) {
        for (let left = comes; left > 0; ) {
          const bytes = window.append((room) => {
            const piece = Math.min(room.length, left)
            for (let i = 0; i < piece; i++) room[i] = (file + i) % 251
            return piece
          })
          expect(bytes).toBeGreaterThan(0)
          file += bytes
          left -= bytes
          window.row = Math.max(window.row, window.end - rest)
          expect(window.offset + window.length).toBe(file)
          const odd = window.data
            .subarray(window.row, window.end)
            .findIndex((byte, i) => byte !== (window.offset + i) % 251)
          expect(odd).toBe(-1)
        }
      }
    }),
    { numRuns: 50 },
  )
})
