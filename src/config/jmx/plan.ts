import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { quote } from '../../core/fault.ts'

/** An element of a JMeter plan: a thread group, a sampler, a timer, … */
export interface PlanElement {
  /** The XML element's name: `ThreadGroup`, `kg.apc.jmeter.threads.UltimateThreadGroup`, … */
  readonly type: string
  /** `testname`: what people call it. */
  readonly name: string
  readonly line: number
  /** Itself and everything above it. */
  readonly enabled: boolean
  /** Its properties and theirs, by name where they have one, as they are written. */
  readonly values: readonly { readonly name: string; readonly value: string }[]
}

/** A JMeter plan as far as we look into it. */
export interface JMeterPlan {
  readonly elements: readonly PlanElement[]
  /** User defined variables of enabled elements: `${users}` → `${__P(threads)}`. */
  readonly variables: ReadonlyMap<string, string>
}

/** Why a text is no JMeter plan. */
export interface NoPlan {
  readonly line: number
  readonly wrong: string
}

/** Reads a plan as a stream of tags: no entity is ever expanded, and a file of any depth takes no stack. */
export function readJMeterPlan(text: string): JMeterPlan | NoPlan {
  const parser = new SaxesParser()
  const builder = new PlanBuilder()
  let fault: NoPlan | undefined
  const refuse = (wrong: string) => {
    fault ??= { line: parser.line, wrong }
  }
  parser.on('error', ({ message }) => refuse(`it is not XML: ${quote(message.replace(/^\d+:\d+: /, ''))}`))
  parser.on('doctype', () => refuse('it has a DOCTYPE, which no JMeter plan needs'))
  parser.on('opentag', (tag) => {
    if (fault !== undefined) return
    if (builder.depth === 0 && tag.name !== 'jmeterTestPlan')
      return refuse(`it is not a JMeter plan: its first element is ${quote(tag.name, 40)}, not \`jmeterTestPlan\``)
    builder.open(tag, parser.line)
  })
  parser.on('text', (written) => builder.text(written))
  parser.on('cdata', (written) => builder.text(written))
  parser.on('closetag', () => builder.close())
  for (let at = 0; at < text.length && fault === undefined; at += PIECE) parser.write(text.slice(at, at + PIECE))
  if (fault === undefined) parser.close()
  return fault ?? builder.plan()
}

const PIECE = 65_536

/** What is open: a hashTree, whose children are elements; an element; a property in one; anything else is passed by. */
type Open =
  | { readonly is: 'tree'; readonly enabled: boolean; last: boolean }
  | { readonly is: 'element'; readonly element: Building }
  | Property

interface Property {
  readonly is: 'property'
  readonly element: Building
  readonly tag: string
  /** Of the attribute `name`, or of a child `<name>` in the older form. */
  name: string
  readonly isArgument: boolean
  argument: { name?: string; value?: string }
  text: string
}

type Building = Omit<PlanElement, 'values'> & { readonly values: { name: string; value: string }[] }

class PlanBuilder {
  readonly #open: Open[] = []
  readonly #elements: Building[] = []
  readonly #variables = new Map<string, string>()

  get depth(): number {
    return this.#open.length
  }

  open(tag: SaxesTagPlain, line: number): void {
    const parent = this.#open.at(-1)
    if (parent === undefined) this.#open.push({ is: 'tree', enabled: true, last: true })
    else if (parent.is !== 'tree') this.#open.push(propertyOf(tag, parent.element))
    else if (tag.name === 'hashTree')
      this.#open.push({ is: 'tree', enabled: parent.enabled && parent.last, last: true })
    else {
      parent.last = tag.attributes['enabled'] !== 'false'
      const enabled = parent.enabled && parent.last
      const element = { type: tag.name, name: tag.attributes['testname'] ?? tag.name, line, enabled, values: [] }
      this.#elements.push(element)
      this.#open.push({ is: 'element', element })
    }
  }

  text(written: string): void {
    const open = this.#open.at(-1)
    if (open?.is === 'property') open.text += written
  }

  close(): void {
    const closed = this.#open.pop()
    if (closed?.is !== 'property') return
    const value = closed.text.trim()
    const parent = this.#open.at(-1)
    const inside = parent?.is === 'property' ? parent : undefined
    if (inside && closed.tag === 'name') inside.name ||= value
    if (inside?.isArgument && closed.name === 'Argument.name') inside.argument.name = value
    if (inside?.isArgument && closed.name === 'Argument.value') inside.argument.value = value
    if (value !== '')
      closed.element.values.push({ name: closed.tag === 'value' ? (inside?.name ?? '') : closed.name, value })
    const { name, value: defined } = closed.argument
    if (closed.isArgument && closed.element.enabled && name && defined) this.#variables.set(name, defined)
  }

  plan(): JMeterPlan {
    return { elements: this.#elements, variables: this.#variables }
  }
}

/** Variables are defined by the plan itself and by `User Defined Variables`; a sampler's arguments are none. */
function propertyOf({ name: tag, attributes }: SaxesTagPlain, element: Building): Property {
  const defines = element.type === 'TestPlan' || element.type === 'Arguments'
  const isArgument = defines && attributes['elementType'] === 'Argument'
  return { is: 'property', element, tag, name: attributes['name'] ?? '', isArgument, argument: {}, text: '' }
}
