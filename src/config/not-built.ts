import type { Complaint } from './complaint.ts'
import type { WrittenTest } from './schema.ts'

const LEAVE_OUT = 'the same without it'

/** What a test asks for by a word that the schema knows and this version cannot do yet: refused by name, never ignored. */
export function notBuilt(test: WrittenTest): readonly Complaint[] {
  const complaints: Complaint[] = []
  const refuse = (path: readonly string[], part: 'key' | 'value', what: string, right = LEAVE_OUT) =>
    complaints.push({
      path,
      part,
      code: 'NOT_BUILT',
      wrong: `${what} is not built yet`,
      right,
    })
  if (test.generator === 'fortio') refuse(['generator'], 'value', 'generator `fortio`', '`generator: http`')
  const how = test.compare?.with
  if (test.profile === 'stress' && (how === 'pairs' || how === 'screen'))
    refuse(['compare', 'with'], 'value', 'a stress test in pairs', '`with: history`')
  return complaints
}
