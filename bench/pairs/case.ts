import type { Outcome } from '../../src/core/verdict/outcome.ts'
import { httpTest, jmeterTest } from '../../test/scenarios/tests.ts'
import { DELAYS, type Shop } from '../../test/world/shop/shop.ts'

export const GENERATORS = ['http', 'jmeter'] as const
export type GeneratorName = (typeof GENERATORS)[number]

/** The one label that is made slower, and by how much. */
const LABEL = 'POST /checkout'
const SLOWER = 1.2

/** What the head is, and what a repeat must end in. */
export interface Case {
  readonly delays: Readonly<Record<string, number>>
  readonly outcome: Outcome
  /** Of the comment's sentence of evidence. */
  readonly evidence: RegExp
}

export const CASES = {
  slower: {
    delays: { [LABEL]: DELAYS[LABEL]! * SLOWER },
    outcome: 'regression',
    evidence: new RegExp(
      `^"${LABEL}" became \\d+(\\.\\d+)? % slower at p\\d+ than the base in [2-4] pairs \\(between \\d.* % and \\d.* %\\)`,
    ),
  },
  same: { delays: {}, outcome: 'pass', evidence: /^Nothing became slower in [2-4] pairs: / },
} as const satisfies Record<string, Case>

export type CaseName = keyof typeof CASES

/** What a repeat came to. */
export interface Ended {
  /** undefined: there was no verdict. */
  readonly outcome: string | undefined
  /** The comment's first sentence. */
  readonly evidence: string
}

/** Whether it ended as it must: the outcome, and a comment that says why. */
export function isRight(name: CaseName, { outcome, evidence }: Ended): boolean {
  return outcome === CASES[name].outcome && CASES[name].evidence.test(evidence)
}

/** Short blocks that two pods get through on two cores: enough samples for every label's median, and too few for a p95. */
const BLOCK = {
  http: { size: { cpu: '300m', memory: '160Mi' }, threads: 8, rate: '60/s', ramp: '1s', duration: '8s' },
  // the ramp has the seconds in which the JVM is not warm yet
  jmeter: { threads: 8, rate: '32/s', ramp: '4s', duration: '15s' },
} as const

/** The pull request's files: base and head in at most four pairs, on two pods. */
export function filesOf(generator: GeneratorName, base: Shop, head: Shop): Readonly<Record<string, string>> {
  const targetOf = ({ url }: Shop) => ({ url, revision: `${url}/revision` })
  const test = {
    ...BLOCK[generator],
    ...{ target: undefined, targets: { base: targetOf(base), head: targetOf(head) } },
    compare: { with: 'pairs', pairs: 4 },
    limits: ['error-rate < 1 %'],
  }
  return generator === 'http' ? httpTest(head, test) : jmeterTest(head, test)
}
