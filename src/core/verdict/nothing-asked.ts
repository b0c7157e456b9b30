import { figure, plain, rate } from '../figure.ts'
import { quantileOf } from '../stats/histogram.ts'
import type { Summary } from '../summary.ts'
import { measured } from './labels.ts'
import type { Stress } from './stress/stress.ts'

const NOTHING = 'Nothing was asked of this run: the test has no limits, so there is nothing to pass.'

/** What to write where a test has no limits, from the figures of this run. */
export function nothingAsked(summary: Summary, stress: Stress | undefined): readonly string[] {
  if (stress !== undefined) return [NOTHING, ...askCapacity(stress)]
  const all = measured(summary)
  const p95 = all && quantileOf(all.successes, 0.95)
  if (all === undefined || p95 === undefined) return [NOTHING]
  const errors = all.errors / all.count
  const bound = figure(Number((p95 * 1.25).toPrecision(2)), 'ms')
  const most = plain(Math.max(0.1, Number((errors * 200).toPrecision(1))))
  return [
    NOTHING,
    `It measured a p95 of ${figure(p95, 'ms')} and ${figure(errors, 'share')} errors. ` +
      whenWorse(`p95 < ${bound}, error-rate < ${most} %`),
  ]
}

function askCapacity({ steps, capacity }: Stress): readonly string[] {
  if (capacity === undefined) return []
  const p95 = steps[0]?.p95 ?? undefined
  const slow = p95 === undefined ? '' : `p95 < ${figure(Number((p95 * 3).toPrecision(2)), 'ms')}, `
  return [whenWorse(`${slow}capacity > ${rate(Number((capacity.load * 0.9).toPrecision(2)))}`)]
}

function whenWorse(limits: string): string {
  return `To be told when that gets worse, write in perf.yaml: limits: [${limits}]`
}
