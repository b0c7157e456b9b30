import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openLedger, readLedger } from '../../src/action/state.ts'
import type { Undo, UndoChange } from '../../src/core/undo.ts'
import { asStep } from './as-step.ts'

/** What `post` finds after `main` has done `work`. */
async function afterwards(work: (remember: (change: UndoChange) => void) => void): Promise<readonly Undo[]> {
  const { state } = await asStep(() => work(openLedger()))
  return left(state['undo'] ?? '')
}

function left(saved: string): readonly Undo[] {
  process.env['STATE_undo'] = saved
  try {
    return readLedger()
  } finally {
    delete process.env['STATE_undo']
  }
}

const checking = { run: 'r1', test: 'shop', check: 7 }
const committing = { run: 'r1', test: 'shop', committed: true }
const withdrawn = { run: 'r1', test: 'shop', committed: false }
const told = { run: 'r1', test: 'shop', check: null }
const other = { run: 'r2', test: 'cart', committed: true }

test('main marks what follows as post, before anything else', async () => {
  expect((await asStep(openLedger)).state).toEqual({ isPost: 'true' })
})

test.each<[string, readonly UndoChange[], readonly Undo[]]>([
  ['nothing', [], []],
  ['a check in progress', [checking], [{ ...checking, committed: false }]],
  ['a folder, and the check with it', [checking, committing], [{ ...checking, committed: true }]],
  ['two runs, the latest first', [committing, other], [other, committing]],
  ['only the run that is not undone', [committing, other, withdrawn], [other]],
  ['the folder alone once the check has ended', [checking, committing, told], [committing]],
  ['the check alone once the folder is withdrawn', [checking, committing, withdrawn], [{ ...withdrawn, check: 7 }]],
  ['nothing once all is undone', [checking, committing, told, withdrawn], []],
])('post finds %s', async (_, remembered, found) => {
  expect(await afterwards((remember) => remembered.forEach(remember))).toEqual(found)
})

test.each(['', '{', 'null', '[1, {"run": "r1"}]', '{"run": "r1"}'])('damaged state is nothing to undo: %p', (saved) => {
  expect(left(saved)).toEqual([])
})

test('whatever is remembered comes back as it was', async () => {
  const undo = fc.record(
    {
      run: fc.string({ unit: 'binary' }),
      test: fc.string({ unit: 'binary' }),
      committed: fc.constant(true),
      check: fc.nat(),
    },
    { requiredKeys: ['run', 'test', 'committed'] },
  )
  await fc.assert(
    fc.asyncProperty(undo, async (one) => {
      expect(await afterwards((remember) => remember(one))).toEqual([one])
    }),
    { numRuns: 50 },
  )
})
