import { rate, share } from '../../figure.ts'
import type { Comparison } from '../comparison.ts'
import type { Capacity } from './capacity.ts'
import { type CapacityChange, capacityAgainst, LOSS } from './capacity-change.ts'

/** Error of one verdict, which is the level of its test. */
const FALSE_ALARMS = 0.05

/** What the capacity of a run comes to beside those of earlier runs, of which there is one at least. */
export function compareCapacity(head: Capacity, base: readonly Capacity[], margin?: number): Comparison {
  const changed = capacityAgainst(head, base, margin)
  const found = changed === undefined ? censored(head, base) : measured(head, changed)
  return { with: 'history', size: base.length, visible: {}, falseAlarms: FALSE_ALARMS, findings: [], ...found }
}

type Found = Pick<Comparison, 'outcome' | 'reasons'> & Partial<Pick<Comparison, 'findings' | 'size'>>

/** Where the head or all of the base broke at nothing there are bounds, and no numbers to test. */
function censored(head: Capacity, base: readonly Capacity[]): Found {
  const least = Math.min(...base.map(({ load }) => load))
  if (head.state === 'found')
    return {
      outcome: 'warn',
      reasons: [
        `${reference(base.length)} bore at least ${rate(least)}, where the steps end, and this one bears ${rate(head.load)}.`,
        'How far that is by chance is not known: what nothing broke has no capacity to compare with.',
      ],
    }
  const numbers = base.filter(({ state }) => state === 'found').map(({ load }) => load)
  const before = numbers.length === 0 ? 'did as well' : `bore ${rate(Math.min(...numbers))} at the least`
  return {
    outcome: 'pass',
    reasons: [`No step was too much for the target, and ${reference(base.length, true)} ${before}.`],
  }
}

function measured(head: Capacity, change: CapacityChange): Found {
  const { outcome, size } = change
  const { load } = head
  const before = load / (1 + change.change)
  const finding = {
    label: '*',
    metric: 'capacity',
    outcome,
    before,
    after: load,
    unit: '1/s',
    better: 'higher',
  } as const
  const figures = { change: change.change, low: change.low, high: change.high }
  return { outcome, size, reasons: reasons(change, { before, after: load }), findings: [{ ...finding, ...figures }] }
}

function reasons(found: CapacityChange, { before, after }: { readonly before: number; readonly after: number }) {
  const { outcome, change, low, high, size, visible } = found
  const fell = `by ${share(-change)} against ${reference(size, true)} (between ${share(-high)} and ${share(-low)})`
  const between = `${rate(before)} before, ${rate(after)} now`
  const seen = `A loss of ${share(visible)} would have been found 4 times in 5.`
  switch (outcome) {
    case 'regression':
      return [`Capacity fell ${fell}: ${between}.`, `${WEAK} ${seen}`]
    case 'warn':
      return [`Capacity may have fallen ${fell}: ${between}.`, `This may be chance: it is not proven. ${seen}`]
    case 'pass':
      return [
        `Capacity is as before (${between}): a loss of ${share(LOSS)} is ruled out by ${reference(size, true)}.`,
        seen,
      ]
    case 'inconclusive':
      return [
        `Too noisy to tell: capacity may be up to ${share(-low)} lower than in ${reference(size, true)} (${between}).`,
        `More runs on the base should decide it. ${seen}`,
      ]
  }
}

const WEAK = `Earlier runs alone are weak evidence: this rule flags ${share(FALSE_ALARMS)} of the changes that change nothing.`

function reference(runs: number, within = false): string {
  const words = runs === 1 ? 'the one run before' : `the last ${runs} runs`
  return within ? words : `T${words.slice(1)}`
}
