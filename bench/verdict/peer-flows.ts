import type { QuantileName, RunQuantities } from '../../src/core/verdict/quantities.ts'
import { worsened } from './effect.ts'
import { type Flow, historyOf } from './flows.ts'
import type { HistoryRule, SampleRule } from './peers.ts'

const NAMES: readonly QuantileName[] = ['p50', 'p95', 'p99']

/** A peer flags a change when it flags any quantile of any label, since none of them corrects for their number. */
export function peerByHistory(rule: HistoryRule, runs: number): Flow {
  return (repository, effect) => {
    const head = worsened(repository.run({ of: 'head', pair: 0 }), effect)
    const base = historyOf(repository, runs)
    const alarm = anywhere(head, (label, name) => {
      const now = logOf(head, label, name)
      return (
        now !== undefined &&
        rule(
          base.flatMap((run) => logOf(run, label, name) ?? []),
          now,
        )
      )
    })
    return { outcome: alarm ? 'regression' : 'pass', pairs: 0 }
  }
}

/** The same with as many heads as bases. */
export function peerBySamples(rule: SampleRule, count: number): Flow {
  return (repository, effect) => {
    const pairs = Array.from({ length: count }, (_, pair) => pair)
    const heads = pairs.map((pair) => worsened(repository.run({ of: 'head', pair }), effect))
    const bases = pairs.map((pair) => repository.run({ of: 'base', pair }))
    const logs = (runs: readonly RunQuantities[], label: number, name: QuantileName) =>
      runs.flatMap((run) => logOf(run, label, name) ?? [])
    const alarm = anywhere(heads[0]!, (label, name) => {
      const now = logs(heads, label, name)
      return now.length > 0 && rule(logs(bases, label, name), now)
    })
    return { outcome: alarm ? 'regression' : 'pass', pairs: count }
  }
}

function anywhere(run: RunQuantities, alarm: (label: number, name: QuantileName) => boolean): boolean {
  return run.labels.some((_, label) => NAMES.some((name) => alarm(label, name)))
}

/** Labels of simulated runs are always in the same order. */
function logOf(run: RunQuantities, label: number, name: QuantileName): number | undefined {
  return run.labels[label]?.quantiles[name]?.ln
}
