import { expect, test } from '@jest/globals'
import { plain } from '../../src/action/log.ts'

test.each([
  ['a line', 'a line'],
  ['::error::no', ': :error::no'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['fine\n::set-output name=a::b', 'fine\n: :set-output name=a::b'],
  ['fine\r::stop-commands::x', 'fine\n: :stop-commands::x'],
  ['\u0085::error::no', '\u0085: :error::no'],
  ['\u00a0\u2003\u3000::error::no', '\u00a0\u2003\u3000: :error::no'],
  ['\u200b\ufeff::error::no', '\u200b\ufeff: :error::no'],
  ['\0:\u00ad:error::no', '\0: \u00ad:error::no'],
  ['x #\u200b#[error]no', 'x # \u200b#[error]no'],
  ['x ##[error]no', 'x # #[error]no'],
  ['std::string stays', 'std::string stays'],
])('%j is written as %j', (line, written) => {
  expect(plain(line)).toBe(written)
})
