import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openLedger, readLedger } from '../../src/action/state.ts'
import type { Undo } from '../../src/core/undo.ts'
import { asStep } from './as-step.ts'

/** What `post` finds after `main` has done `work`. */
async function afterwards(work: (remember: (undo: Undo) => void) => void): Promise<readonly Undo[]> {
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

const checking = { run: 'r1', test: 'shop', committed: false, check: 7 }
const committing = { run: 'r1', test: 'shop', committed: true, check: 7 }
const other = { run: 'r2', test: 'cart', committed: true }

test('main marks what follows as post, before anything else', async () => {
  expect((await asStep(openLedger)).state).toEqual({ isPost: 'true' })
})

test.each<[string, readonly Undo[], readonly Undo[]]>([
  ['nothing', [], []],
  ['a check in progress', [checking], [checking]],
  ['a folder, and the check with it', [checking, committing], [committing]],
  ['two runs, the latest first', [committing, other], [other, committing]],
  ['only the run that is not undone', [committing, other, { run: 'r1', test: 'shop', committed: false }], [other]],
  ['nothing once all is undone', [committing, { run: 'r1', test: 'shop', committed: false }], []],
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
