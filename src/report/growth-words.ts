import { duration, figure, plain } from '../core/figure.ts'
import type { GrowthPart, GrowthRow } from './growth-section.ts'

/** More than this times what it was is told by what it is now. */
const TIMES = 10

/** `metric heap`, `POST /pay p95`, `all labels errors`, `throughput`; the user's words as `quoted` makes them. */
export function grownSubject<T>(
  { of, label, metric }: GrowthRow,
  quoted: (untrusted: string) => T,
): readonly (T | string)[] {
  switch (of) {
    case 'throughput':
      return ['throughput']
    case 'metric':
      return ['metric ', quoted(metric), ...(label === '*' ? [] : [' ', quoted(label)])]
    case 'errors':
      return [label === '*' ? 'all labels' : quoted(label), ' errors']
    case 'latency':
      return [label === '*' ? 'all labels' : quoted(label), ` ${metric}`]
  }
}

/** What it was or is, in its unit. */
export function levelOf({ unit }: GrowthRow, value: number): string {
  return figure(value, unit)
}

/** `+22 %`; of an error rate `+1.4 points`; of what began near nothing what it is in its unit. */
export function growthOf({ of, change, before, after, unit }: GrowthRow, value: number): string {
  const sign = (shown: string) => (shown === '0' ? '0' : `${value > 0 ? '+' : '−'}${shown}`)
  const size = Math.abs(value) * 100
  if (of !== 'errors' && Math.abs(change) > TIMES) {
    const part = change === 0 ? 0 : (value / change) * (after - before)
    return `${part > 0 ? '+' : ''}${figure(part, unit)}`
  }
  const shown = size < 0.05 ? '0' : size < 1 ? size.toFixed(1) : plain(size, 2)
  return `${sign(shown)}${of === 'errors' ? ' points' : ' %'}`
}

/** Its limit and when it reaches it: `512 MiB in 8 h`; empty: it has none, or does not grow. */
export function limitOf(row: GrowthRow): string {
  if (row.reaches === undefined) return ''
  const { bound, seconds } = row.reaches
  const when = seconds === null ? 'not ever' : seconds === 0 ? 'reached' : `in ${duration(seconds * 1000)}`
  return `${levelOf(row, bound)} ${when}`
}

/** What came of it in a mark and a word or two. */
export function grownState({ kind, of, outcome }: GrowthRow): { readonly icon: string; readonly words: string } {
  const grows = of === 'throughput' ? 'falls' : 'grows'
  if (outcome === 'regression') return { icon: '🔺', words: `${grows} to its limit` }
  if (outcome === 'inconclusive') return { icon: '⚪', words: 'too wide to tell' }
  if (kind === 'level-change') return { icon: '🔸', words: 'changed once' }
  if (kind === 'leak')
    return { icon: outcome === 'warn' ? '🔸' : '✅', words: outcome === 'warn' ? grows : `${grows}, limit far off` }
  return { icon: '✅', words: 'steady' }
}

/** What was watched and how, as a sentence. */
export function watchedWords({ seconds = 0, watched }: GrowthPart): string {
  return `Watched for ${duration(seconds * 1000)}, without the ramp and the first fifth: ${watched} series, each bound with 95 %.`
}
