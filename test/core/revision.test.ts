import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isCommit, revisionOf, sameRevision } from '../../src/core/revision.ts'

test.each([
  ['abc1234\n', 'abc1234'],
  ['  v1.2.3 ', 'v1.2.3'],
  ['"abc1234"', 'abc1234'],
  ['{"revision":"abc1234","x":1}', 'abc1234'],
  ['{"status":"ok","sha":" abc1234 "}', 'abc1234'],
  ['{"commit":"abc"}', 'abc'],
  ['20261122', '20261122'],
  ['sha256:0123', 'sha256:0123'],
])('the answer %j is the revision %s', (answer, revision) => {
  expect(revisionOf(answer)).toBe(revision)
})

test.each(['', ' \n', '{}', '{"revision":5}', '[]', 'two\nlines', '<html>\n</html>', 'x'.repeat(201)])(
  'the answer %j is none',
  (answer) => {
    expect(revisionOf(answer)).toBeUndefined()
  },
)

test('whatever is answered, a revision is one short line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (answer) => {
      const revision = revisionOf(answer)
      expect(revision === undefined || (revision.length <= 200 && !/[\r\n]/.test(revision))).toBe(true)
    }),
  )
})

test.each([
  ['abc1234', 'abc1234def', true],
  ['ABC1234DEF', 'abc1234', true],
  ['abc123', 'abc1234', false], // too short to be a commit
  ['abc1234', 'abd1234', false],
  ['v1', 'v1', true],
  ['v1', 'v10', false],
])('%s and %s are the same: %s', (one, other, same) => {
  expect(sameRevision(one, other)).toBe(same)
  expect(sameRevision(other, one)).toBe(same)
})

test.each([
  ['abc1234', true],
  ['1234567', false], // a build, a date
  ['1234567890'.repeat(4), true],
  ['abc123', false],
  ['v1.2.3', false],
])('%s is surely a commit: %s', (revision, commit) => {
  expect(isCommit(revision)).toBe(commit)
})
