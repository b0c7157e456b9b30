import { count, milliseconds, rate, share } from '../core/figure.ts'
import { details, table, unbroken } from './markdown.ts'
import type { StressPart } from './section.ts'

const NONE = '–'

/** Steps that are seen on each side of the capacity; those farther away are folded. */
const NEAR = 4

/** The steps of a stress test, those around the capacity at once. */
export function stepsText({ steps }: StressPart): string {
  const edge = steps.filter(({ borne }) => borne).length
  const from = Math.max(0, Math.min(edge - NEAR, steps.length - 2 * NEAR))
  const near = steps.slice(from, from + 2 * NEAR)
  const rest = steps.filter((step) => !near.includes(step))
  return [
    near.length === 0 ? '' : stepsTable(near),
    rest.length === 0 ? '' : details(`${count(rest.length)} more steps`, stepsTable(rest)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function stepsTable(steps: StressPart['steps']): string {
  const right = 'right' as const
  const threads = steps.some((step) => step.threads !== undefined)
  return table(
    [
      { title: threads ? 'Threads' : 'Asked', align: right },
      { title: 'Answered', align: right },
      { title: 'p95', align: right },
      { title: 'Errors', align: right },
      { title: 'Result' },
    ],
    steps.map((step) => [
      unbroken(step.threads === undefined ? rate(step.offered) : count(step.threads)),
      unbroken(rate(step.achieved)),
      step.p95 === null ? NONE : unbroken(milliseconds(step.p95)),
      step.errors === 0 ? '0' : unbroken(share(step.errors)),
      unbroken(step.borne ? '✅ borne' : '🔺 too much'),
    ]),
  )
}
