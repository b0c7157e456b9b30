import { bounds, type Hypothesis } from './hypothesis.ts'
import { CONFIDENCE } from './method.ts'
import { limitOf } from './outcome.ts'
import { quantile } from './student.ts'

interface Question {
  /** What a pass could not rule out. */
  readonly open: readonly Hypothesis[]
  readonly commonLimit: number
  /** Pairs or base runs so far. */
  readonly units: number
}

/** Further pairs after which the widest interval should be narrow enough: k (t se / (limit - change))² in all. */
export function pairsNeeded({ open, commonLimit, units }: Question): number | undefined {
  return most(open, (hypothesis) => {
    const { whole } = hypothesis
    const room = limitOf(hypothesis, commonLimit) - whole.value
    const reach = bounds(whole, CONFIDENCE).high - whole.value
    return room <= 0 ? undefined : Math.max(1, Math.ceil(units * (reach / room) ** 2) - units)
  })
}

/**
 * Further base runs, from the N at which t sqrt(v (1 + 1 / N)) is the room that is left; t is that of a long history. None
 * help where one run's own noise is wider than the room.
 */
export function runsNeeded({
  open,
  commonLimit,
  units,
  mostDf,
}: Question & { readonly mostDf: number }): number | undefined {
  return most(open, (hypothesis) => {
    const { whole } = hypothesis
    const room = limitOf(hypothesis, commonLimit) - whole.value
    const alone = (quantile(CONFIDENCE, mostDf) * whole.error) / Math.sqrt(1 + 1 / units)
    return room <= alone ? undefined : Math.max(1, Math.ceil(1 / ((room / alone) ** 2 - 1)) - units)
  })
}

/** More than this is no advice. */
const HOPELESS = 50

function most(open: readonly Hypothesis[], of: (hypothesis: Hypothesis) => number | undefined): number | undefined {
  const each = open.map(of)
  if (each.length === 0 || each.some((more) => more === undefined || more > HOPELESS)) return undefined
  return Math.max(...each.map((more) => more ?? 0))
}
