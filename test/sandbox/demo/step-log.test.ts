import { expect, test } from '@jest/globals'
import { type Shown, stepLog } from './step-log.ts'

const LOG = [
  '::add-mask::hunter2',
  '::group::Commit',
  'pushed with hunter2',
  '::endgroup::',
  '::warning::no check run%3A hunter2',
  '::debug::nothing',
  '',
].join('\n')

test.each([1, 7, 1000])('a log in pieces of %i characters is shown as GitHub shows it', (size) => {
  const seen: Shown[] = []
  const listen = stepLog((shown) => seen.push(shown))
  for (let at = 0; at < LOG.length; at += size) listen(LOG.slice(at, at + size))
  expect(seen).toEqual([
    { kind: 'group', text: 'Commit' },
    { kind: 'line', text: 'pushed with ***' },
    { kind: 'warning', text: 'no check run: ***' },
  ])
})
