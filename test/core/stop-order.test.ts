import { expect, test } from '@jest/globals'
import { decidedOrder, parseStopOrder } from '../../src/core/stop-order.ts'

test('an order that a comparison is decided is read as it was written', () => {
  expect(parseStopOrder(decidedOrder('decided after 3 of 6 pairs'))).toEqual({
    kind: 'decided',
    why: 'decided after 3 of 6 pairs',
  })
})

test.each(['', '{}', 'stop!', 'null', '[]', '{"kind":"decided","why":"x"}', '{"schema":"perf-action/stop/v1"}'])(
  'what is no word of ours is a person who wants the load to stop: %s',
  (text) => {
    expect(parseStopOrder(text)).toMatchObject({ kind: 'now' })
  },
)
