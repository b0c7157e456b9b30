import { z } from 'zod'

// A folder may have been copied, cut or edited by anybody: what is relied on is looked at, the rest is taken along.

const limit = z.looseObject({
  text: z.string(),
  operator: z.enum(['<', '<=', '>', '>=']),
  bound: z.number(),
  quantity: z.looseObject({ kind: z.enum(['latency', 'error-rate', 'throughput', 'metric', 'capacity', 'recovery']) }),
})

const endpoint = z.looseObject({ url: z.string() })

const suspicion = z.looseObject({
  family: z.enum(['common', 'labels', 'others']),
  label: z.string(),
  metric: z.string(),
})

const pairing = z.looseObject({
  base: endpoint,
  head: endpoint,
  most: z.int().min(2).max(100),
  instead: z.string().exactOptional(),
  confirms: z
    .looseObject({
      run: z.string(),
      branch: z.string(),
      runs: z.int().min(1),
      visible: z.object({ all: z.number().exactOptional(), one: z.number().exactOptional() }),
      suspected: z.array(suspicion).min(1),
    })
    .exactOptional(),
})

/** A run.json with what judging and reporting read of it. */
export const runShape = z.looseObject({
  schema: z.literal('perf-action/run/v1'),
  id: z.string(),
  namespace: z.string(),
  origin: z.looseObject({ sha: z.string() }),
  test: z.looseObject({
    name: z.string(),
    generator: z.string(),
    profile: z.string(),
    pods: z.int().min(1).max(256),
    durationMs: z.number(),
    steps: z.array(z.number().positive()).min(1).max(100).exactOptional(),
    rampMs: z.number(),
    size: z.looseObject({ cpuMillis: z.number(), memoryBytes: z.number() }),
    pairs: pairing.exactOptional(),
    confirm: pairing.exactOptional(),
    limits: z.array(limit),
    metrics: z.array(z.looseObject({ id: z.string(), query: z.string(), source: z.string() })),
  }),
})

const named = z.array(z.looseObject({ state: z.string() }))

/** A verdict.json with what the reports show of it. */
export const verdictShape = z.looseObject({
  schema: z.literal('perf-action/verdict/v1'),
  outcome: z.enum(['pass', 'warn', 'regression', 'inconclusive', 'invalid']),
  reasons: z.array(z.string()).min(1),
  findings: z.array(z.looseObject({ label: z.string(), metric: z.string(), change: z.number() })),
  limits: named,
  checks: named,
})

/** A metric's document with what limits and charts read of it. */
export const metricShape = z.looseObject({
  schema: z.literal('perf-action/metric/v1'),
  id: z.string(),
  state: z.enum(['ok', 'partial', 'no-data', 'failed']),
  window: z.looseObject({ start: z.number(), end: z.number(), step: z.number() }),
  series: z.array(z.looseObject({ points: z.array(z.tuple([z.number(), z.number()])) })),
})
