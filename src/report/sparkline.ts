const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Values as a row of bars over zero, so that twice the value is twice the height; null is a gap. */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(0, ...values.filter((value) => value !== null))
  return values.map((value) => (value === null ? ' ' : bar(value, top))).join('')
}

function bar(value: number, top: number): string {
  const step = top <= 0 ? 0 : Math.min(BARS.length - 1, Math.max(0, Math.round((value / top) * BARS.length) - 1))
  return BARS[step] ?? ' '
}
