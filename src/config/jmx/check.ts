import type { Fault } from '../../core/error.ts'
import { quote } from '../../core/fault.ts'
import { readUtf8 } from '../utf8.ts'
import { readsBeside } from './files.ts'
import { type Handed, ignoredBy, threadGroups } from './groups.ts'
import { type JMeterPlan, type PlanElement, readJMeterPlan } from './plan.ts'
import { reads } from './reads.ts'

export interface Expectations extends Handed {
  /** The plan's path, for messages. */
  readonly file: string
  readonly rate: boolean
  readonly target: boolean
  /** The names of the test's own properties. */
  readonly properties: readonly string[]
}

/** What keeps a JMeter plan from being driven by the test: all of it, each with its line and the element to write. */
export function checkPlan(content: Uint8Array, expected: Expectations): readonly Fault[] {
  const fault = (line: number, wrong: string, right?: string): Fault => ({
    code: 'PLAN',
    file: expected.file,
    line,
    wrong,
    ...(right === undefined ? {} : { right }),
  })
  const text = readUtf8(content)
  if (text === undefined) return [fault(1, 'it is not a text in UTF-8')]
  const plan = readJMeterPlan(text)
  if ('wrong' in plan) return [fault(plan.line, plan.wrong)]
  const groups = threadGroups(plan)
  if (groups.length === 0) return [fault(1, 'no thread group is enabled, so it makes no load')]
  return [
    ...groups.flatMap((group) =>
      ignoredBy(group, expected, plan).map(({ wrong, right }) => fault(group.line, wrong, right)),
    ),
    ...readsBeside(plan).map(({ line, wrong, right }): Fault => ({ ...fault(line, wrong, right), code: 'NOT_BUILT' })),
    ...unread(plan, expected).map(({ wrong, right }) => fault(1, wrong, right)),
  ]
}

const TIMER = '<stringProp name="throughput">${__jexl3(${__P(rate)} * 60)}</stringProp>'
const HOST = '<stringProp name="HTTPSampler.domain">${__P(target.host)}</stringProp>'

/** What the test hands to the plan as a whole, and nothing in it reads. */
function unread(
  plan: JMeterPlan,
  { rate, target, properties }: Expectations,
): readonly { wrong: string; right: string }[] {
  const enabled = plan.elements.filter((element) => element.enabled)
  const someRead = (property: string, among: readonly PlanElement[] = enabled) =>
    among.some(({ values }) => values.some(({ value }) => reads(value, property, plan)))
  const pacing = enabled.filter(({ type }) => /(?:Timer|ThreadGroup)$/.test(type))
  const missing = properties
    .filter((property) => !someRead(property))
    .map((property) => ({
      wrong: `nothing in it reads the property ${quote(property)} of the test`,
      right: `\`\${__P(${property})}\``,
    }))
  return [
    ...(rate && !someRead('rate', pacing)
      ? [
          {
            wrong: 'no enabled timer takes the rate of the test from the property `rate`',
            right: `\`${TIMER}\` in a ConstantThroughputTimer`,
          },
        ]
      : []),
    ...(target && !someRead('target.host')
      ? [
          {
            wrong:
              'nothing in it reads the property `target.host`, so the target of the test is not where its load goes',
            right: `\`${HOST}\``,
          },
        ]
      : []),
    ...missing,
  ]
}
