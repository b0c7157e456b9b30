import { expect, test } from '@jest/globals'
import { PerfError } from '../../src/core/error.ts'
import { deadline } from '../../src/steps/deadline.ts'
import { turningClock } from '../support/turning-clock.ts'

const asked = { ms: 90_000, what: 'the run r1' }

test('the signal is aborted with TIMEOUT when the time is over', async () => {
  const clock = turningClock(0)
  using limit = deadline(asked, { clock, signal: new AbortController().signal })
  await clock.sleep(89_999)
  expect(limit.signal.aborted).toBe(false)
  await clock.sleep(2)
  expect(limit.signal.reason).toMatchObject({ code: 'TIMEOUT', message: 'the run r1 took longer than 90 s' })
})

test('the signal is aborted with the reason of the one that it continues', () => {
  const whole = new AbortController()
  using limit = deadline(asked, { clock: turningClock(0), signal: whole.signal })
  const cancelled = new PerfError('CANCELLED', 'the workflow was cancelled')
  whole.abort(cancelled)
  expect(limit.signal.reason).toBe(cancelled)
})

test('once disposed it is never aborted', async () => {
  const clock = turningClock(0)
  const limit = deadline(asked, { clock, signal: new AbortController().signal })
  limit[Symbol.dispose]()
  await clock.sleep(1_000_000)
  expect(limit.signal.aborted).toBe(false)
})
