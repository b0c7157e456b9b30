import { z } from 'zod'
import { RAMP_TIME } from '../core/units.ts'
import { acceptSchema, compareSchema } from './compare-schema.ts'
import {
  choice,
  cpu,
  duration,
  image,
  LINE,
  limit,
  METRIC_ID,
  memory,
  NAME,
  PROPERTY,
  property,
  rate,
  text,
  url,
  whole,
} from './fields.ts'
import { metricSchema } from './metric-schema.ts'
import { requestSchema } from './request-schema.ts'
import { revisionSchema, type WrittenRevision } from './revision-schema.ts'
import { stepsSchema } from './steps-schema.ts'

const address = url(
  {
    description: 'An http or https URL without a query; requests are resolved against it.',
    examples: ['https://shop.example.com'],
  },
  { query: false },
)

const endpoint = z
  .union([
    address.transform((written): { url: string; revision?: WrittenRevision | undefined } => ({ url: written })),
    z.strictObject({
      url: address,
      revision: revisionSchema.optional(),
    }),
  ])
  .meta({
    description:
      'Where the load goes: a URL, or a mapping with `url`. JMeter gets it as target.protocol, target.host, target.port and target.path.',
    examples: ['https://shop.example.com'],
  })

/** One entry of `tests`. Everything but the generator may be left out as far as its shape goes; see checks.ts. */
export const testSchema = z
  .strictObject({
    profile: choice(['load', 'stress', 'endurance'], {
      description:
        'Decides the defaults and the analysis. `stress` raises the load in steps and finds what the target bears. `endurance` watches whether anything grows, and when that would reach its limit.',
      examples: ['load'],
      default: 'load',
    }).optional(),
    generator: choice(['jmeter', 'http', 'fortio'], {
      description: 'What makes the load: a JMeter plan, or requests written here. `fortio` is not built yet.',
      examples: ['http'],
    }),
    plan: text(
      { description: 'The JMeter plan, by its path from the folder of this file.', examples: ['plan.jmx'] },
      LINE,
    ).optional(),
    requests: z
      .array(requestSchema)
      .min(1)
      .max(1000)
      .meta({ description: 'What generator `http` asks for, mixed by weight.', examples: [['GET /products']] })
      .optional(),
    target: endpoint.optional(),
    targets: z
      .strictObject({ base: endpoint, head: endpoint })
      .meta({
        description: 'In the place of `target`: what is there and what is to come, for `compare: {with: pairs}`.',
        examples: [{ base: 'https://base.example.com', head: 'https://head.example.com' }],
      })
      .optional(),
    image: image({
      description:
        "The generator's image, by digest or by a tag that is not `latest`. Default: `justb4/jmeter:5.6.3` or `node:24.21.0-slim`.",
      examples: ['justb4/jmeter:5.6.3'],
    }).optional(),
    pods: whole(
      { description: 'Generators side by side.', examples: [4], default: 1 },
      { least: 1, most: 256 },
    ).optional(),
    size: z
      .strictObject({
        cpu: cpu({ description: 'CPUs of one generator.', examples: ['900m'] }),
        memory: memory({ description: 'Memory of one generator.', examples: ['1600Mi'] }),
      })
      .meta({
        description:
          'Requests and limits of one generator. Default: with the agent beside it, a Fargate size filled to its brim (load 900m and 1600Mi).',
        examples: [{ cpu: '900m', memory: '1600Mi' }],
      })
      .optional(),
    threads: whole(
      { description: 'Virtual users of the whole test, divided over the pods.', examples: [100] },
      { least: 1, most: 1_000_000 },
    ).optional(),
    rate: rate({
      description:
        'Requests per second of the whole test, divided over the pods. Without threads an open model: what is late is counted as late.',
      examples: ['500/s'],
    }).optional(),
    ramp: duration(
      {
        description:
          'Time from nothing to the full load; of a stress test to the load of each step. Default: a tenth of the duration, at most 10m; of a step at most 10s.',
        examples: ['5m'],
      },
      RAMP_TIME,
    ).optional(),
    duration: duration({
      description:
        'Time of the load, ramp included. In pairs it is the time of one block, of which there are up to two a pair. The steps of a stress test and the recovery after them share it. Default: load 1h, stress 30m, endurance 24h; in pairs 2m.',
      examples: ['1h'],
    }).optional(),
    steps: stepsSchema.optional(),
    horizon: duration({
      description:
        'Of an endurance test: what grows must not reach its limit within this time of its end; that it will is a regression.',
      examples: ['7d'],
      default: '24h',
    }).optional(),
    properties: z
      .record(
        z.string().regex(PROPERTY, 'letters, digits, _, . and -'),
        property({ description: 'One line of text.', examples: ['EUR'] }),
      )
      .meta({ description: 'More JMeter properties (-J) that the plan reads.', examples: [{ currency: 'EUR' }] })
      .optional(),
    limits: z
      .array(
        limit({
          description:
            'One criterion: `p95 < 400 ms`, `p99(POST /pay) < 900 ms`, `mean`, `max`, `error-rate < 0.5 %`, `throughput > 500/s`, `metric(cpu).max < 0.8`; of a stress test `capacity > 200/s` and `recovery < 30 s`.',
          examples: ['p95 < 400 ms'],
        }),
      )
      .max(200)
      .meta({
        description: 'Absolute criteria. A broken one makes the run a regression.',
        examples: [['p95 < 400 ms']],
      })
      .optional(),
    metrics: z
      .record(z.string().regex(METRIC_ID, 'letters, digits, _ and -'), metricSchema)
      .meta({ description: 'Series of Prometheus, by a name of yours.', examples: [{ cpu: { query: 'up' } }] })
      .optional(),
    compare: compareSchema.optional(),
    accept: acceptSchema.optional(),
  })
  .meta({ description: 'A test.', examples: [{ generator: 'jmeter', plan: 'plan.jmx', threads: 100 }] })

/** A test whose every field may be missing: what is left of one when its wrong fields are taken away. */
export const soundSchema = testSchema.partial()

/** A test as it is written, as far as it is sound, its texts read into quantities. */
export type WrittenTest = z.infer<typeof soundSchema>

/** A name of a test. */
export const nameSchema = z.string().regex(NAME, 'a-z, 0-9 and -, at most 40 of them')

/** The whole of perf.yaml. */
export const perfSchema = z
  .strictObject({
    version: z.literal(1).meta({ description: 'The version of this format.', examples: [1] }),
    tests: z
      .record(nameSchema, testSchema)
      .refine((tests) => Object.keys(tests).length > 0, 'has no entries')
      .meta({
        description: 'Tests by name.',
        examples: [{ shop: { generator: 'jmeter', plan: 'plan.jmx', threads: 100 } }],
      }),
  })
  .meta({ title: 'perf.yaml', description: 'What perf-action tests.' })
