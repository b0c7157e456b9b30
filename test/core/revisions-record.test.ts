import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseRevisions } from '../../src/core/revisions-record.ts'

const written = (sides: unknown) => JSON.stringify({ schema: 'perf-action/revisions/v1', sides })

test('revisions are read as they were written', () => {
  const sides = {
    base: [{ at: 1, revision: 'a' }],
    head: [
      { at: 2, revision: 'b' },
      { at: 3, why: 'no pod runs' },
    ],
  }
  expect(parseRevisions(written(sides))).toEqual(sides)
  expect(parseRevisions(written({}))).toEqual({})
})

test.each([
  '',
  'null',
  '{}',
  written(null),
  written({ head: {} }),
  written({ head: [{ at: -1 }] }),
  written({ head: [1] }),
])('%p is none of them, and the error says so', (text) => {
  expect(() => parseRevisions(text)).toThrow('the revisions of a run are not what perf-action writes')
})

test('whatever stands there, it is read or refused by name', () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (text, sides) => {
      for (const one of [text, written(sides), written({ base: sides }), written({ head: [sides] })])
        try {
          for (const probes of Object.values(parseRevisions(one)))
            for (const { at, revision = '', why = '' } of probes) {
              expect(at).toBeGreaterThanOrEqual(0)
              expect(revision.length + why.length).toBeLessThanOrEqual(1000)
            }
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'STORE' })
        }
    }),
  )
})
