import type { HttpRequest } from './plan.ts'
import type { Rows, Summary } from './summary.ts'

/** One contiguous piece of load. `threads` and `rate` are for the whole test; each pod takes its share by its index. */
export interface Block {
  readonly id: string
  readonly threads?: number
  readonly rate?: number
  readonly rampMs: number
  readonly durationMs: number
  readonly target?: string
  /** A URL that answers which revision of the target runs; asked before and after the block. */
  readonly revision?: string
  /** A URL that gets a POST before the block begins. */
  readonly reset?: string
}

/** Where the agent finds the JMeter plan; it verifies the digest before the load begins. */
export interface PlanSource {
  /** A mounted file (`plan.jmx`), the same gzipped (`plan.jmx.gz`), or an object of the bucket by key. */
  readonly from: 'file' | 'gzip' | 'bucket'
  readonly name: string
  readonly sha256: string
}

/** What a pod needs to know: the file `spec.json` of the run's folder, mounted into agent and generator. */
export interface RunSpec {
  readonly schema: 'perf-action/spec/v1'
  readonly run: string
  readonly test: string
  readonly pods: number
  readonly generator: 'jmeter' | 'http'
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  /** What the pods write is encrypted with this key; default: as the bucket does. */
  readonly kmsKeyId?: string
  readonly blocks: readonly Block[]
  readonly plan?: PlanSource
  readonly requests?: readonly HttpRequest[]
  readonly properties: Readonly<Record<string, string>>
  /** Seconds between two chunks; between two progress objects; for the barrier before it gives up. */
  readonly chunkSeconds: number
  readonly progressSeconds: number
  readonly barrierSeconds: number
  /** How long a generator may go on after its block's duration before it is stopped. */
  readonly overtimeSeconds: number
}

/** The generator's own health while it made load (analysis window: after the ramp). Shares of 1. */
export interface GeneratorHealth {
  /** CPU use over its limit: median and 95th percentile of the readings. */
  readonly cpu?: { readonly p50: number; readonly p95: number; readonly limitCores: number }
  /** Throttled periods over all periods that the generator ran in; and how many were throttled. */
  readonly throttled?: number
  readonly throttledPeriods?: number
  /** Peak of the working set, bytes, and its limit. */
  readonly memory?: { readonly peak: number; readonly limit?: number }
  /** Share of the wall time in garbage collection pauses (JMeter). */
  readonly gc?: number
  readonly readings: number
}

/** What a target said of its revision, or why it said nothing. */
export interface Probe {
  /** ms since 1970. */
  readonly at: number
  readonly revision?: string
  readonly why?: string
}

export interface BlockEnd {
  readonly block: string
  /** ms since 1970: what the barrier said, and when the generator began. */
  readonly startAt: number
  readonly startedAt: number
  readonly endedAt: number
  /** Exit code of the generator; undefined when it was never seen. */
  readonly exit?: number
  /** The generator said that it came to its own end. */
  readonly finished: boolean
  readonly health: GeneratorHealth
  /** Of its target before and after the block; absent: nobody asked. */
  readonly probes?: readonly Probe[]
  readonly chunks: readonly {
    readonly key: string
    readonly rows: number
    readonly bytes: number
    readonly sha256: string
  }[]
}

/** `pods/<index>/manifest.json`: the last object that a pod writes. */
export interface PodManifest {
  readonly schema: 'perf-action/manifest/v1'
  readonly run: string
  readonly index: number
  readonly pod: string
  readonly node?: string
  /** `done`; `stopped` by a stop request or SIGTERM; `failed` with the reason in `message`. */
  readonly state: 'done' | 'stopped' | 'failed'
  readonly message?: string
  readonly blocks: readonly BlockEnd[]
  readonly summary: Summary
  /** The generator's last lines of output, for people. */
  readonly tail: readonly string[]
}

/** `pods/<index>/progress.json`: overwritten every few seconds. Rates and quantiles are of the last interval. */
export interface Progress {
  readonly schema: 'perf-action/progress/v1'
  readonly index: number
  readonly at: number
  readonly phase: 'claimed' | 'waiting' | 'running' | 'finishing' | 'done'
  readonly block?: string
  readonly count: number
  readonly errors: number
  readonly rows: Rows
  readonly interval: {
    readonly seconds: number
    readonly count: number
    readonly errors: number
    readonly p95?: number
  }
  readonly cpu?: number
  readonly message?: string
}
