import { loadTimeMs } from '../core/blocks.ts'
import { quote } from '../core/fault.ts'
import { duration } from '../core/figure.ts'
import type { Test } from '../core/plan.ts'
import { longestLoadTimeMs } from '../core/screening.ts'
import type { Complaint } from './complaint.ts'
import type { Written } from './written.ts'

const HOUR = 3_600_000

/** A load that the job which follows it would not live to see the end of. */
export function tooLong(test: Test, written: Written, longestMs: number): readonly Complaint[] {
  const time = longestLoadTimeMs(test)
  if (time <= longestMs) return []
  const byDefault = written.test.duration === undefined
  const how = test.confirm === undefined ? '' : ', in pairs where there is too little to screen with,'
  const fits = test.durationMs === time ? `\`duration: ${Math.floor(longestMs / HOUR)}h\`` : 'fewer or shorter blocks'
  return [
    {
      path: byDefault ? [] : ['duration'],
      ...(byDefault ? { part: 'key' as const } : {}),
      ...beyond(`${duration(time)} of load${byDefault ? ', the default,' : ''}${how}`, longestMs, fits),
    },
  ]
}

/**
 * Tests that one job runs one after the other, of which each would end in it, but not all of them. Screens count without
 * the pairs that may follow: that all of them need these is rare, and a job with many short ones is usual.
 */
export function tooLongTogether(tests: readonly Test[], longestMs: number): readonly Complaint[] {
  const fitting = tests.filter((test) => longestLoadTimeMs(test) <= longestMs)
  const time = fitting.reduce((sum, test) => sum + loadTimeMs(test), 0)
  if (time <= longestMs) return []
  const list = fitting.map((test) => `${quote(test.name, 40)} ${duration(loadTimeMs(test))}`).join(', ')
  const what = `${duration(time)} of load in ${fitting.length} tests, one after the other (${list}),`
  return [{ path: ['tests'], part: 'key', ...beyond(what, longestMs, 'fewer tests in each job') }]
}

function beyond(what: string, longestMs: number, fits: string): Pick<Complaint, 'code' | 'wrong' | 'right'> {
  return {
    code: 'NOT_BUILT',
    wrong:
      `${what} are more than the ${duration(longestMs)} that one job on GitHub's runners can follow; ` +
      'runs that one workflow starts and another collects are not built yet',
    right: `${fits}, or the input \`timeout\` where your runner's jobs may take longer`,
  }
}
