import { quote } from '../../core/fault.ts'
import type { JMeterPlan } from './plan.ts'

/** An element that reads a file beside the plan, and what to write in its place. */
export interface Beside {
  readonly line: number
  readonly wrong: string
  readonly right: string
}

const READERS: Readonly<Record<string, { readonly what: string; readonly right: string }>> = {
  CSVDataSet: {
    what: 'CSV data set',
    right: 'user defined variables, or a script that makes the data, in its place',
  },
  IncludeController: { what: 'include controller', right: 'the elements of the included file in the plan itself' },
}

/** The enabled elements that need a file beside the plan: the plan alone travels to the pods. */
export function readsBeside({ elements }: JMeterPlan): readonly Beside[] {
  return elements.flatMap(({ type, name, line, enabled }) => {
    const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
    if (!enabled || reader === undefined) return []
    const wrong = `${reader.what} ${quote(name)} reads a file beside the plan: to send one along is not built yet`
    return [{ line, wrong, right: reader.right }]
  })
}
