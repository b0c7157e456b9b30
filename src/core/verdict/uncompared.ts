import type { MetricResult } from '../series.ts'
import { isRatio } from './compare/ratio.ts'
import type { ComparedMetric } from './comparison.ts'
import type { RunQuantities } from './quantities.ts'

interface Sides {
  readonly heads: readonly RunQuantities[]
  readonly bases: readonly RunQuantities[]
  /** What was gathered, for why there is nothing. */
  readonly results: readonly MetricResult[]
  /** What a base is called: `earlier run`. */
  readonly base: string
}

/** Why metrics of the test are not compared, as sentences, one each. */
export function uncompared(metrics: readonly ComparedMetric[], sides: Sides): readonly string[] {
  return metrics.flatMap(({ id }) => {
    const why = whyNot(id, sides)
    return why === undefined ? [] : [`Metric "${id}" is not compared: ${why}.`]
  })
}

function whyNot(id: string, { heads, bases, results, base }: Sides): string | undefined {
  const of = (runs: readonly RunQuantities[]) => runs.flatMap(({ metrics }) => metrics[id] ?? [])
  const [here, there] = [of(heads), of(bases)]
  if (here.some(isRatio) && there.some(isRatio)) return undefined
  const gap = results.find((result) => result.id === id && result.state !== 'ok')?.why
  if (here.length === 0) return gap ?? 'it has too few values in this run'
  if (there.length === 0) return gap ?? `no ${base} has it`
  return 'it is not above 0, and a change is told as a ratio'
}
