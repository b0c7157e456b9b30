/** What to tell where timeStamps are dates. */
export const DATES = 'timeStamps are dates, which name no zone: they are taken as UTC'

/** JMeter's own formats of a timeStamp (SaveService), besides ms: none of them names its zone. */
const YEAR_FIRST = /^(\d{4})[/-](\d\d)[/-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{3}))?$/
const MONTH_FIRST = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/

/** A date as ms since 1970, taken as UTC; -1 where it is no date. */
export function dateStamp(text: string): number {
  const yearFirst = YEAR_FIRST.exec(text)?.slice(1)
  const monthFirst = MONTH_FIRST.exec(text)?.slice(1)
  if (yearFirst !== undefined) return stampOf(yearFirst.map((part) => Number(part ?? 0)))
  if (monthFirst === undefined) return -1
  const [month = 0, day = 0, year = 0, ...time] = monthFirst.map(Number)
  return stampOf([2000 + year, month, day, ...time])
}

function stampOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0]: readonly number[]): number {
  const stamp = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const date = new Date(stamp)
  // Date.UTC takes the 31st of April for the 1st of May; a timeStamp that says so is damaged.
  const sound = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return sound && stamp >= 0 ? stamp : -1
}
