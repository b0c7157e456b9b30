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
      code: 'NOT_BUILT',
      wrong:
        `${duration(time)} of load${byDefault ? ', the default,' : ''}${how} are more than the ${duration(longestMs)} that one job on GitHub's runners can follow; ` +
        'runs that one workflow starts and another collects are not built yet',
      right: `${fits}, or the input \`timeout\` where your runner's jobs may take longer`,
    },
  ]
}
