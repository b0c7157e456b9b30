import type { Limit } from './limit.ts'
import type { RevisionSource } from './revision-source.ts'
import type { Suspicion } from './verdict/compare/screen.ts'
import type { Comparison } from './verdict/comparison.ts'

export type Profile = 'load' | 'stress' | 'endurance'
export type Generator = 'jmeter' | 'http'

/** Where the load goes; `url` has no query. */
export interface Target {
  readonly url: string
  readonly revision?: RevisionSource
}

/** One request of generator `http`; `weight` is its share among the test's requests. */
export interface HttpRequest {
  /** The label under which it is counted; unique in a test. Default: `METHOD /path`. */
  readonly name: string
  readonly method: string
  /** Resolved against the target's URL; begins with `/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly weight: number
  /** The status codes that count as success; empty: 200–399. */
  readonly status: readonly number[]
  /** A text that the body must contain to count as success. */
  readonly contains?: string
  /** After this the request has failed. */
  readonly timeoutMs: number
}

/** The JMeter plan as read from the repository. */
export interface PlanFile {
  /** As written in perf.yaml. */
  readonly path: string
  readonly content: Uint8Array
  /** Hex, of `content`. */
  readonly sha256: string
}

/** A PromQL query of the test. */
export interface Metric {
  readonly id: string
  /** May hold the variables of promql.ts: `$namespace`, `$side`, … */
  readonly query: string
  /** Name of a Prometheus of the input `prometheus`; default `default`. */
  readonly source: string
  readonly better: 'lower' | 'higher'
  readonly unit?: string
  /** Compared by its mean over the requests per second. */
  readonly per?: 'request'
  /** What of it must not grow in an endurance test; absent: the `floor` of bytes, the `middle` of all else. */
  readonly growth?: 'floor' | 'middle' | 'none'
}

interface TestBase {
  readonly name: string
  readonly profile: Profile
  readonly image: string
  readonly pods: number
  /** Requests = limits of the generator's container. */
  readonly size: { readonly cpuMillis: number; readonly memoryBytes: number }
  /** For the whole test, divided over the pods; undefined: an open model driven by `rate` alone. */
  readonly threads?: number
  /** Requests per second for the whole test. */
  readonly rate?: number
  readonly rampMs: number
  /** Length of the load, ramp included; in pairs and in steps of one block. */
  readonly durationMs: number
  /**
   * Exactly where the profile is `stress`: the load of each step, ascending, in requests per second or, without a rate, in
   * threads. The last is `rate` or `threads`.
   */
  readonly steps?: readonly number[]
  /** Of an endurance test: what grows must not reach its limit within so long; absent: 24 h. */
  readonly horizonMs?: number
  readonly properties: Readonly<Record<string, string>>
  readonly limits: readonly Limit[]
  readonly metrics: readonly Metric[]
  /** Absent: the run is compared with its history where there is one, and nothing is made of its absence. */
  readonly compare?: Compare
  /** The load is made in pairs: where `compare.with` is `pairs`, or they are to confirm a screen. `target` is the head then. */
  readonly pairs?: Pairing
  /** Exactly where `compare.with` is `screen` and the load is made once: how its suspicions are to be confirmed. */
  readonly confirm?: Pairing
  /** Ids of runs whose change a person accepted. */
  readonly accept?: readonly string[]
}

/** Two targets that are loaded in turns, so that what the hour does to one it does to the other. */
export interface Pairing {
  readonly base: Target
  readonly head: Target
  /** The most pairs: it ends earlier once it is decided. */
  readonly most: number
  /** A URL that gets a POST before each block, to set back what the one before has left. */
  readonly reset?: string
  /** What was found suspicious: in all of the pairs, nothing else can be a regression. */
  readonly confirms?: Screened
  /** Why there are pairs where the test asks to be screened, as a sentence. */
  readonly instead?: string
}

/** A run of which a history makes something suspect. */
export interface Screened {
  readonly run: string
  /** The branch of its history, and how many runs of it. */
  readonly branch: string
  readonly runs: number
  /** The smallest change (ratio minus one) that it would have made suspect 4 times in 5. */
  readonly visible: Comparison['visible']
  /** Never empty. */
  readonly suspected: readonly Suspicion[]
}

/** How the user wants a run compared. */
export interface Compare {
  /** Absent: as if nothing had been said of it. All but `none`: a comparison that shows nothing makes the run inconclusive. */
  readonly with?: 'none' | 'history' | 'screen' | 'pairs'
  /** The change that matters in practice, a share; absent: .05. */
  readonly margin?: number
  /** History alone may find a regression; absent: it warns. */
  readonly strict?: boolean
}

export interface JMeterTest extends TestBase {
  readonly generator: 'jmeter'
  readonly plan: PlanFile
  readonly target?: Target
}

export interface HttpTest extends TestBase {
  readonly generator: 'http'
  readonly requests: readonly HttpRequest[]
  readonly target: Target
}

/** A named entry of perf.yaml, resolved: every default filled in, every text parsed. */
export type Test = JMeterTest | HttpTest
