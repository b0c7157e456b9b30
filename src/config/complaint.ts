import type { ErrorCode } from '../core/error.ts'

/** The way to a value of perf.yaml: keys and places in lists, from the root. */
export type Path = readonly (string | number)[]

/** Something wrong in perf.yaml, before its line is known. */
export interface Complaint {
  readonly path: Path
  /** Which part of the pair it is about; a missing value is sought at its nearest parent. Default: the value. */
  readonly part?: 'key' | 'value'
  /** Default: CONFIG. */
  readonly code?: ErrorCode
  readonly wrong: string
  readonly right?: string
}
