import type { HttpTest, JMeterTest, PlanFile } from './plan.ts'
import type { Origin } from './request.ts'
import type { Outcome } from './verdict/outcome.ts'

/** How a run was closed: with its outcome, or without one. */
export type Closing = Outcome | 'failed' | 'cancelled'

/** A test of JMeter, its plan by name alone: the file is in the bucket beside the record. */
export interface RecordedJMeterTest extends Omit<JMeterTest, 'plan'> {
  readonly plan: Omit<PlanFile, 'content'>
}

/** `run.json`: all that a later workflow needs to take a run over. */
export interface RunRecord {
  readonly schema: 'perf-action/run/v1'
  readonly id: string
  /** Open until the run was reported or undone. */
  readonly state: 'open' | 'closed'
  /** Of a closed run alone. */
  readonly closing?: Closing
  /** Of the Job. */
  readonly namespace: string
  /** The path in the Flux repository that has the run's folder. */
  readonly fluxPath: string
  /** Of the folder; the Job bears it as the annotation `perf-action/spec-digest`. */
  readonly digest: string
  readonly origin: Origin
  readonly test: HttpTest | RecordedJMeterTest
}
