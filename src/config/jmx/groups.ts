import { quote } from '../../core/fault.ts'
import type { JMeterPlan, PlanElement } from './plan.ts'
import { reads } from './reads.ts'

/** What the test hands to a plan, and a thread group must therefore take from it. */
export interface Handed {
  readonly threads: boolean
  readonly ramp: boolean
}

/** What a thread group does not take from the test, and the element to write. */
export interface Ignored {
  readonly wrong: string
  readonly right: string
}

const EXEMPT = /^(?:SetupThreadGroup|PostThreadGroup)$/

/** The thread groups that make load: the stock one and those of plugins; set-up and tear-down groups do not count. */
export function threadGroups({ elements }: JMeterPlan): readonly PlanElement[] {
  return elements.filter(({ type, enabled }) => enabled && type.endsWith('ThreadGroup') && !EXEMPT.test(type))
}

interface Rule {
  readonly what: string
  readonly property: string
  /** The name of the value that must read the property; undefined: any value of the group may. */
  readonly at?: string
  readonly right: string
}

/** Every way in which an enabled thread group ignores what the test hands to it. */
export function ignoredBy(group: PlanElement, handed: Handed, plan: JMeterPlan): readonly Ignored[] {
  const title = `thread group ${quote(group.name)}`
  const ignored = rulesOf(group.type, handed)
    .filter(
      ({ property, at }) =>
        !group.values.some(({ name, value }) => (at === undefined || name === at) && reads(value, property, plan)),
    )
    .map(({ what, property, at, right }) => {
      const now = at === undefined ? undefined : group.values.find(({ name }) => name === at)?.value
      const found = now === undefined ? '' : ` (its ${at} is ${quote(now, 40)})`
      return {
        wrong: `${title} does not take its ${what} from the property ${quote(property)}${found}`,
        right: quote(right, 200),
      }
    })
  return [
    ...ignored,
    ...[...switches(group), ...loops(group, plan)].map((fault) => ({ ...fault, wrong: `${title} ${fault.wrong}` })),
  ]
}

function rulesOf(type: string, { threads, ramp }: Handed): readonly Rule[] {
  const kind = type.slice(type.lastIndexOf('.') + 1)
  const fields = FIELDS[kind]
  const rule = (what: string, property: string, field: string | undefined, initial: string): Rule => {
    const read = `\${__P(${property},${initial})}`
    if (field === undefined) return { what, property, right: read }
    return { what, property, at: field, right: `<stringProp name="${field}">${read}</stringProp>` }
  }
  const open = OPEN.test(kind) // driven by a rate: they have no number of threads
  return [
    open ? rule('rate', 'rate', undefined, '1') : undefined,
    !open && threads ? rule('number of threads', 'threads', fields?.threads, '1') : undefined,
    ramp ? rule('ramp', 'ramp-up', fields?.ramp, '0') : undefined,
    rule('duration', 'duration', fields?.duration, '60'),
  ].filter((one) => one !== undefined)
}

const OPEN = /^(?:OpenModelThreadGroup|ArrivalsThreadGroup|FreeFormArrivalsThreadGroup)$/

/** Where the groups that we know keep what they must read; of others any value may. */
const FIELDS: Readonly<Record<string, { readonly threads: string; readonly ramp: string; readonly duration: string }>> =
  {
    ThreadGroup: {
      threads: 'ThreadGroup.num_threads',
      ramp: 'ThreadGroup.ramp_time',
      duration: 'ThreadGroup.duration',
    },
    ConcurrencyThreadGroup: { threads: 'TargetLevel', ramp: 'RampUp', duration: 'Hold' },
  }

/** Without its scheduler a group does not look at its duration; a plugin may count in minutes. */
function switches({ type, values }: PlanElement): readonly Ignored[] {
  const setting = (wanted: string) => values.find(({ name }) => name === wanted)?.value
  if (type === 'ThreadGroup' && !/^true$|\$\{/i.test(setting('ThreadGroup.scheduler') ?? ''))
    return [
      {
        wrong: 'does not end with its duration: its scheduler is off',
        right: quote('<boolProp name="ThreadGroup.scheduler">true</boolProp>'),
      },
    ]
  if (type.endsWith('.ConcurrencyThreadGroup') && setting('Unit') === 'M')
    return [
      {
        wrong: 'counts its times in minutes, and they are given in seconds',
        right: quote('<stringProp name="Unit">S</stringProp>'),
      },
    ]
  return []
}

/** A group that has made its loops ends, whatever its scheduler says; JMeter's own default is one loop. */
function loops({ type, values }: PlanElement, { variables }: JMeterPlan): readonly Ignored[] {
  const setting = (wanted: string) => values.find(({ name }) => name === wanted)?.value
  const written = setting('LoopController.loops') ?? ''
  const [, variable = ''] = /^\$\{([^${}()]+)\}$/.exec(written) ?? []
  const count = variables.get(variable) ?? written
  if (type !== 'ThreadGroup' || !/^\+?\d+$/.test(count)) return []
  if (/^true$/i.test(setting('LoopController.continue_forever') ?? '')) return []
  return [
    {
      wrong: `ends before its duration: its LoopController.loops is ${quote(count, 40)}`,
      right: quote('<intProp name="LoopController.loops">-1</intProp>'),
    },
  ]
}
