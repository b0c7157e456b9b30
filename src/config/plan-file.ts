import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Fault } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { PlanFile } from '../core/plan.ts'
import { checkPlan } from './jmx/check.ts'
import { blockRampMs, rateOf } from './steps.ts'
import type { Written } from './written.ts'
import type { YamlFile } from './yaml-file.ts'

export interface PlanContext {
  readonly yaml: Pick<YamlFile, 'locate'>
  /** The path of perf.yaml; plans are sought from its folder. */
  readonly file: string
  readonly readFile: (path: string) => Promise<Uint8Array | undefined>
}

export interface ReadPlan {
  readonly plan?: PlanFile
  readonly faults: readonly Fault[]
}

/** The JMeter plan of a test, checked against what the test will hand to it; nothing where the test has none. */
export async function readPlan({ name, test }: Written, { yaml, file, readFile }: PlanContext): Promise<ReadPlan> {
  const { plan: written } = test
  if (written === undefined || test.generator !== 'jmeter') return { faults: [] }
  const refuse = (wrong: string): ReadPlan => ({
    faults: [yaml.locate({ path: ['tests', name, 'plan'], code: 'PLAN', wrong, right: '`plan: plan.jmx`' })],
  })
  const path = posix.normalize(posix.join(posix.dirname(file), written))
  if (posix.isAbsolute(written) || path === '..' || path.startsWith('../'))
    return refuse(`the plan ${quote(written)} is outside of the repository`)
  const content = await readFile(path)
  if (content === undefined) return refuse(`there is no plan ${quote(path)} in the repository`)
  return {
    plan: { path: written, content, sha256: createHash('sha256').update(content).digest('hex') },
    faults: checkPlan(content, { file: path, ...expectationsOf(test) }),
  }
}

function expectationsOf(test: Written['test']) {
  return {
    threads: test.threads !== undefined,
    ramp: blockRampMs(test) > 0,
    rate: rateOf(test) !== undefined,
    target: test.target !== undefined || test.targets !== undefined,
    properties: Object.keys(test.properties ?? {}),
  }
}
