import { z } from 'zod'
import { choice, LINE, SOURCE, text } from './fields.ts'

/** A PromQL query of the test. */
export const metricSchema = z
  .strictObject({
    query: text({
      description:
        'PromQL, asked over the time in which there was load. `$namespace`, `$run`, `$test`, `$job`, `$pods`, `$window`, `$step`, `$target` (the host name of the target up to its first dot) and `$side` are filled in. In pairs, a query that names `$target` or `$side` (`base` or `head`) is asked for both; of each block those points count that look back into no other.',
      examples: ['sum(rate(container_cpu_usage_seconds_total{namespace="shop"}[1m]))'],
    }),
    source: text(
      { description: 'The name of a Prometheus of the input `prometheus`.', examples: ['target'], default: 'default' },
      SOURCE,
      'letters, digits, _ and -',
    ).optional(),
    better: choice(['lower', 'higher'], {
      description: 'Which way is better, for comparisons.',
      examples: ['lower'],
      default: 'lower',
    }).optional(),
    unit: text(
      {
        description:
          'Shown behind its figures: `bytes`, `s`, `ms`, `share`, `1/s`, `cores` or your own. Runs are compared by the mean of a metric, of `bytes` by its p95.',
        examples: ['bytes'],
      },
      LINE,
    ).optional(),
    per: choice(['request'], {
      description:
        'What of a rate is compared: `request` divides it by the requests per second, so that `cores` become seconds of CPU per request.',
      examples: ['request'],
    }).optional(),
    growth: choice(['floor', 'middle', 'none'], {
      description:
        'In an endurance test, what of it must not grow: its `middle`, or the `floor` under which a tenth of a moment lies: of a heap what garbage collection leaves. `none`: it is not watched. Default: `floor` where the unit is `bytes`, else `middle`.',
      examples: ['floor'],
    }).optional(),
  })
  .meta({ description: 'A series of Prometheus that belongs to the test.', examples: [{ query: 'up' }] })
