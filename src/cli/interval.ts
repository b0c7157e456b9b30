import { share } from '../core/figure.ts'
import type { Finding } from '../core/verdict/finding.ts'

const WIDTH = 41
/** Nobody needs to see how far beyond a tenfold it goes. */
const FARTHEST = 9

/** Changes drawn over one scale: `├──●──┤` is the interval with its estimate, `│` no change, `┊` the margin. */
export interface Drawing {
  /** The scale's ends and its middle, in words. */
  readonly scale: string
  readonly bars: readonly string[]
}

/** Draws the intervals of findings over the least scale that holds all of them and the margin on both sides. */
export function drawIntervals(findings: readonly Pick<Finding, 'change' | 'low' | 'high'>[], margin: number): Drawing {
  const near = (change: number) => Math.min(FARTHEST, Math.max(-1, change))
  const from = Math.min(-1.5 * margin, ...findings.map(({ low }) => near(low)))
  const to = Math.max(1.5 * margin, ...findings.map(({ high }) => near(high)))
  const column = (change: number) => Math.round(((near(change) - from) / (to - from)) * (WIDTH - 1))
  const ground = blank()
  ground[column(-margin)] = '┊'
  ground[column(margin)] = '┊'
  ground[column(0)] = '│'
  return {
    scale: scaleOf([from, 0, to].map((change) => [column(change), signed(change)] as const)),
    bars: findings.map(({ change, low, high }) => {
      const bar = [...ground]
      for (let i = column(low); i <= column(high); i++) bar[i] = bar[i] === '│' ? '┼' : '─'
      bar[column(low)] = low < from ? '◀' : '├'
      bar[column(high)] = high > to ? '▶' : '┤'
      bar[column(change)] = '●'
      return bar.join('')
    }),
  }
}

/** A change with its sign: +31 %, −4.2 %, 0 %. */
export function signed(change: number): string {
  if (!Number.isFinite(change)) return change > 0 ? 'any' : 'none'
  const size = share(Math.abs(change))
  return size === '0 %' ? size : `${change > 0 ? '+' : '−'}${size}`
}

function blank(): string[] {
  return Array.from({ length: WIDTH }, () => ' ')
}

/** Each word at its column, as far as there is room. */
function scaleOf(words: readonly (readonly [column: number, word: string])[]): string {
  const line = blank()
  for (const [column, word] of words) {
    const start = Math.max(0, Math.min(WIDTH - word.length, column - Math.floor(word.length / 2)))
    const place = line.slice(Math.max(0, start - 1), start + word.length + 1)
    if (place.every((character) => character === ' ')) line.splice(start, word.length, ...word)
  }
  return line.join('')
}
