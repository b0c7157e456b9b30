import type { Complaint } from './complaint.ts'
import { perfSchema, soundSchema, testSchema, type WrittenTest } from './schema.ts'
import { complaintsOf } from './shape.ts'

/** A test as far as it could be read. */
export interface Written {
  readonly name: string
  readonly test: WrittenTest
  /** Fields that are there, but wrong. */
  readonly unread: ReadonlySet<string>
}

/** The shape of perf.yaml: all that is wrong with it, and what of each test is right all the same. */
export function readShape(value: unknown): {
  readonly complaints: readonly Complaint[]
  readonly tests: readonly Written[]
} {
  const issues = perfSchema.safeParse(value).error?.issues ?? []
  const tests = isMapping(value) && isMapping(value['tests']) ? Object.entries(value['tests']) : []
  return {
    complaints: issues.flatMap((issue) => complaintsOf(issue, value)),
    tests: tests.flatMap(([name, test]) => (isMapping(test) ? [readTest(name, test)] : [])),
  }
}

/** Reads a test once for its faults, and once more without the fields that have any. */
function readTest(name: string, test: Readonly<Record<string, unknown>>): Written {
  const issues = testSchema.safeParse(test).error?.issues ?? []
  const wrong = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
  )
  const unread = new Set(wrong.filter((key) => Object.hasOwn(test, key)))
  const right = Object.fromEntries(Object.entries(test).filter(([key]) => !unread.has(key)))
  return { name, test: soundSchema.parse(right), unread }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
