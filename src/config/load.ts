import type { Fault } from '../core/error.ts'
import { faultLine, quote, throwFaults } from '../core/fault.ts'
import type { Test } from '../core/plan.ts'
import type { Overrides } from '../core/request.ts'
import { checkTest } from './checks.ts'
import { choose } from './choose.ts'
import type { Complaint } from './complaint.ts'
import { notBuilt } from './not-built.ts'
import { override } from './override.ts'
import { readPlan } from './plan-file.ts'
import { resolve } from './resolve.ts'
import { tooLong, tooLongTogether } from './too-long.ts'
import { readShape, type Written } from './written.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

export interface Source {
  /** The text of perf.yaml, and its path as it is shown; plans are sought from its folder. */
  readonly text: string
  readonly file: string
  readonly names: readonly string[] | 'all'
  /** A file of the repository; undefined where there is none. */
  readonly readFile: (path: string) => Promise<Uint8Array | undefined>
  /** The names of the input `prometheus`, to check the metrics' sources against; undefined: not checked. */
  readonly sources?: readonly string[]
  /** The load of all that are asked for that whoever follows it can see the end of, ms; undefined: any. */
  readonly longestLoadMs?: number
  /** For the tests that are asked for. */
  readonly overrides?: Overrides
}

/**
 * The tests that are asked for, in the order of their names (`all`: of the file). Throws CONFIG with every fault of the
 * whole file and of the plans; PLAN or NOT_BUILT where all faults are of that kind. Plans, and what is not built yet,
 * matter for the tests that are asked for alone.
 */
export async function loadTests(source: Source): Promise<readonly Test[]> {
  const { names, sources, overrides = {} } = source
  const yaml = readYaml(source.text, source.file)
  refuseMeshConfig(yaml)
  const { complaints, tests: written } = readShape(yaml.value)
  const { chosen: asked, unknown } = choose(written, names)
  const chosen = asked.map((test) => override(test, overrides))
  const tests = [...chosen, ...written.filter((test) => !asked.includes(test))]
  const plans = await Promise.all(chosen.map((test) => readPlan(test, { ...source, yaml })))
  const all = [
    ...complaints,
    ...unknown,
    ...tests.flatMap((test) => within(test, checkTest({ ...test, ...(sources && { sources }) }))),
    ...chosen.flatMap((test) => within(test, notBuilt(test.test))),
  ]
  throwFaults(inOrder([...all.map(yaml.locate), ...plans.flatMap(({ faults }) => faults)], source.file), 'CONFIG')
  const resolved = chosen.flatMap((written, i) => {
    const test = resolve({ ...written, plan: plans[i]?.plan, properties: propertiesOf(written, yaml) })
    return test === undefined ? [] : { written, test }
  })
  const { longestLoadMs = Number.POSITIVE_INFINITY } = source
  const loads = resolved.map(({ test }) => test)
  const long = [
    ...resolved.flatMap(({ written, test }) => within(written, tooLong(test, written, longestLoadMs))),
    ...tooLongTogether(loads, longestLoadMs),
  ]
  throwFaults(inOrder(long.map(yaml.locate), source.file), 'CONFIG')
  return loads
}

/** A complaint of a test, as one of the file. */
function within({ name }: Written, complaints: readonly Complaint[]): readonly Complaint[] {
  return complaints.map((complaint) => ({ ...complaint, path: ['tests', name, ...complaint.path] }))
}

/** By line, those of the file itself first; what two tests complain of in one plan is told once. */
function inOrder(faults: readonly Fault[], file: string): readonly Fault[] {
  const once = [...new Map(faults.map((fault) => [faultLine(fault), fault])).values()]
  const away = (fault: Fault) => (fault.file === file ? 0 : 1)
  return once.sort((a, b) => away(a) - away(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

/** As they are written: a version 1.10 is not the number 1.1. */
function propertiesOf({ name, test }: Written, yaml: YamlFile): Readonly<Record<string, string>> {
  const entries = Object.entries(test.properties ?? {})
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      typeof value === 'string' ? value : (yaml.source(['tests', name, 'properties', key]) ?? String(value)),
    ]),
  )
}

function refuseMeshConfig({ value, locate }: YamlFile): void {
  const key = ['backends_map', 'load_tests'].find((name) => Object.hasOwn(Object(value), name))
  if (key === undefined) return
  const wrong = `a config.json of the mesh load tester (it has ${quote(key)}) is not built yet`
  const right = 'a perf.yaml with `version: 1` and `tests`'
  throwFaults([locate({ path: [key], part: 'key', code: 'NOT_BUILT', wrong, right })], 'CONFIG')
}
