import type { QuantileName, RunQuantities } from '../../src/core/verdict/quantities.ts'

/** What a change does: to one label of all or to each, by a share; `tail` leaves the median as it is. */
export interface Effect {
  readonly to: 'none' | 'one' | 'all'
  readonly by: number
  readonly tail: boolean
}

export const NO_EFFECT: Effect = { to: 'none', by: 0, tail: false }

/** `none`, `one:+10%`, `all:+20%`, `one-tail:+50%`. */
export function readEffect(text: string): Effect {
  if (text === 'none') return NO_EFFECT
  const match = /^(one|all)(-tail)?:([+-]?\d+(?:\.\d+)?)\s*%$/.exec(text)
  if (match === null) throw new Error(`"${text}" is no effect; right: none, one:+10%, all:+20% or one-tail:+50%`)
  return { to: match[1] as 'one' | 'all', tail: match[2] !== undefined, by: Number(match[3]) / 100 }
}

export function nameOf({ to, by, tail }: Effect): string {
  return to === 'none' ? 'none' : `${to}${tail ? '-tail' : ''}:${by < 0 ? '' : '+'}${Math.round(by * 1e4) / 100}%`
}

/** The run as it would have been with the effect: factors shift log quantiles. */
export function worsened(run: RunQuantities, { to, by, tail }: Effect): RunQuantities {
  if (to === 'none') return run
  const shift = Math.log1p(by)
  const labels = run.labels.map((label, i) => {
    if (to === 'one' && i > 0) return label
    const quantiles = Object.entries(label.quantiles).map(([name, { ln, ...rest }]) => {
      const moves = !tail || (name as QuantileName) !== 'p50'
      return [name, { ...rest, ln: moves ? ln + shift : ln }]
    })
    return { ...label, quantiles: Object.fromEntries(quantiles) }
  })
  return { ...run, labels }
}
