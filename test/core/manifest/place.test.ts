import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { place } from '../../../src/core/manifest/place.ts'

test.each([
  [['perf/runs', 'r1'], 'perf/runs/r1'],
  [['./perf/runs/', 'r1'], 'perf/runs/r1'],
  [['', 'r1'], 'r1'],
  [['.'], ''],
  [['./'], ''],
  [['/perf', '.gitkeep'], 'perf/.gitkeep'],
  [['a', '--force $(id) "ü"'], 'a/--force $(id) "ü"'],
])('%j is placed at %j', (parts, path) => {
  expect(place(...parts)).toBe(path)
})

test.each(['../x', 'a/../b', 'a//b', 'a/./b', '.git/config', 'a/.GIT/hooks', 'a\nb', 'a\0', 'a\\b'])(
  '%j is refused by name',
  (path) => {
    expect(() => place('perf', path)).toThrow(expect.objectContaining({ code: 'COMMIT' }))
  },
)

test('whatever is given, no place leaves the folder that it begins with', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      let placed: string
      try {
        placed = place('perf/runs', path)
      } catch {
        return
      }
      expect(new URL(placed.replace(/[?#%]/g, '_'), 'file:///root/').pathname).toMatch(/^\/root\/perf\/runs(\/|$)/)
    }),
  )
})
