import { expect, test } from '@jest/globals'
import { acceptanceOf, baselineOf } from '../../src/core/baseline.ts'
import { record } from '../support/history.ts'

const other = 'e'.repeat(64)
const { fingerprint } = record()
const runs = (...records: readonly { readonly run: string }[]) => records.map(({ run }) => run)

test('only runs of the same test are compared with; the others are counted', () => {
  const records = [record({ ago: 1 }), record({ ago: 2, fingerprint: other }), undefined, record({ ago: 3 })]
  const baseline = baselineOf({ branch: 'main', fingerprint, records })
  expect(runs(...baseline.runs)).toEqual(runs(record({ ago: 1 }), record({ ago: 3 })))
  expect(baseline).toMatchObject({ branch: 'main', older: [], others: 1, unreadable: 1, accepted: [] })
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
