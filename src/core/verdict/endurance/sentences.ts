import { duration, figure, plain, share } from '../../figure.ts'
import type { Endurance } from './endurance.ts'
import { FORESEEN, type Found } from './found.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

/** More than this times what it was is no percentage that anyone reads. */
const TIMES = 10

type Told = Found['finding']

/** `p95 of "POST /pay"`, `metric "heap"`, `throughput`. */
export function subjectOf({ label, metric, growth: { of } }: Told): string {
  if (of === 'metric') return `metric "${metric}"${label === '*' ? '' : ` (${label})`}`
  if (of === 'throughput') return 'throughput'
  const name = of === 'errors' ? 'the error rate' : metric
  return label === '*' ? `${name}${of === 'errors' ? '' : ' over all labels'}` : `${name} of "${label}"`
}

/** `Metric "heap" grew by 3.1 % an hour (between 2.6 % and 3.6 %), from 400 MiB to 448 MiB in 4 h: at this rate …`. */
export function growthSentence({ finding, watched }: Found, { from = 0, to = 0, horizonMs }: Endurance): string {
  const time = to - from
  const subject = upper(subjectOf(finding))
  const span = `from ${level(finding.before, finding)} to ${level(finding.after, finding)}`
  const { kind, reaches } = finding.growth
  if (kind === 'level-change') {
    const verb = watched.worse === 1 ? 'rose' : 'fell'
    return `${subject} ${verb} once and stayed there, ${span}: a change of its level rather than steady growth.`
  }
  const verb = watched.worse === 1 ? 'grew' : 'fell'
  const grew = `${subject} ${verb} by ${pace(finding, watched, time)}, ${span} in ${duration(time)}`
  if (reaches === undefined) return `${grew}. No limit says how far it may go.`
  const bound = level(reaches.bound, finding)
  if (reaches.after === 0) return `${grew}, and at the end it is beyond its limit of ${bound}.`
  const earliest = reaches.earliest === reaches.after ? '' : `, at the earliest in ${duration(reaches.earliest ?? 0)}`
  const far =
    finding.outcome === 'pass'
      ? `, which is beyond the horizon of ${duration(horizonMs)}`
      : finding.outcome === 'warn'
        ? `. That is more than ${FORESEEN} times as far ahead as was watched: run it for longer to be sure`
        : ''
  return `${grew}: at this rate it reaches its limit of ${bound} in ${duration(reaches.after ?? 0)}${earliest}${far}.`
}

/** `3.1 % an hour (between 2.6 % and 3.6 %)`; of what began near nothing in its unit. */
function pace({ change, low, high, growth }: Told, { worse, difference }: Found['watched'], time: number): string {
  const [each, name] = time >= HOUR ? [HOUR, 'an hour'] : [MINUTE, 'a minute']
  const per = (value: number) => Math.abs((value * each) / time)
  const [least, most] = worse === 1 ? [low, high] : [high, low]
  if (difference) {
    const points = (value: number) => plain(per(value) * 100, 2)
    return `${points(change)} points ${name} (between ${points(least)} and ${points(most)})`
  }
  if (Math.abs(change) < TIMES)
    return `${share(per(change))} ${name} (between ${share(per(least))} and ${share(per(most))})`
  const amount = (value: number) => figure(Math.abs((value * each) / HOUR), growth.unit)
  const { value } = growth.perHour
  const ends = worse === 1 ? [growth.perHour.low, growth.perHour.high] : [growth.perHour.high, growth.perHour.low]
  return `${amount(value)} ${name} (between ${ends.map(amount).join(' and ')})`
}

function level(value: number | undefined, { growth: { unit } }: Told): string {
  return figure(value ?? Number.NaN, unit)
}

/** A quantile keeps its small p. */
function upper(text: string): string {
  return /^p\d/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
