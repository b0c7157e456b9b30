import { expect, test } from '@jest/globals'
import { acceptanceOf, baselineOf } from '../../src/core/baseline.ts'
import { quantities, record, varied } from '../support/history.ts'

const other = 'e'.repeat(64)
const { fingerprint } = record()
const runs = (...records: readonly { readonly run: string }[]) => records.map(({ run }) => run)

test('only runs of the same test are compared with; the others are counted', () => {
  const records = [record({ ago: 1 }), record({ ago: 2, fingerprint: other }), undefined, record({ ago: 3 })]
  const baseline = baselineOf({ branch: 'main', fingerprint, records })
  expect(runs(...baseline.runs)).toEqual(runs(record({ ago: 1 }), record({ ago: 3 })))
  expect(baseline).toMatchObject({ branch: 'main', older: [], others: 1, unreadable: 1, accepted: [] })
})

test('what of the load changed since the newest run of another is said, where that run has it', () => {
  const load = { rate: '80/s', pods: '2' }
  const before = { rate: '60/s', pods: '2' }
  const records = [record({ ago: 1, fingerprint: other, load: before }), record({ ago: 2, fingerprint: other, load })]
  expect(baselineOf({ branch: 'main', fingerprint, load, records }).changed).toEqual(['rate changed from 60/s to 80/s'])
  const old = [record({ ago: 1, fingerprint: other }), record({ ago: 2, fingerprint: other, load: before })]
  expect(baselineOf({ branch: 'main', fingerprint, load, records: old }).changed).toEqual([])
})

test('an accepted change ends the baseline: what was before it tells of the noise alone, piece by piece', () => {
  const records = [1, 2, 3, 4, 5, 6].map((ago) => record({ ago, restart: ago === 2 || ago === 4 }))
  const baseline = baselineOf({ branch: 'main', fingerprint, records })
  expect(runs(...baseline.runs)).toEqual(runs(record({ ago: 1 }), record({ ago: 2 })))
  expect(baseline.older.map((segment) => runs(...segment))).toEqual([
    runs(record({ ago: 3 }), record({ ago: 4 })),
    runs(record({ ago: 5 }), record({ ago: 6 })),
  ])
})

test('runs from before a lasting shift of the level tell of the noise alone, too', () => {
  const level = (ms: number) =>
    quantities({ 'POST /pay': ms, 'POST /cart': ms / 2, 'GET /a': ms / 3, 'GET /b': ms / 4 })
  const records = Array.from({ length: 12 }, (_, n) =>
    record({ ago: n + 1, quantities: varied(level(n < 4 ? 280 : 400), n + 1) }),
  )
  const baseline = baselineOf({ branch: 'main', fingerprint, records })
  expect([baseline.runs, ...baseline.older].map(({ length }) => length)).toEqual([4, 8])
})

test('a restart by a test of another plan, load or size is none of this one', () => {
  const records = [record({ ago: 1 }), record({ ago: 2, fingerprint: other, restart: true }), record({ ago: 3 })]
  expect(baselineOf({ branch: 'main', fingerprint, records }).runs).toHaveLength(2)
})

test('a first run has nothing to be compared with', () => {
  expect(baselineOf({ branch: 'main', fingerprint, records: [] })).toMatchObject({ runs: [], older: [], others: 0 })
})

test('an acceptance is fresh until a run of the branch knows of it', () => {
  const records = [record({ ago: 1 }), record({ ago: 2, fingerprint: other, accepted: ['#7'] })]
  const baseline = baselineOf({ branch: 'main', fingerprint, records })
  expect(acceptanceOf(['#7', '#8'], baseline)).toEqual({ all: ['#7', '#8'], fresh: ['#8'] })
})
