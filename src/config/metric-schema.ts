import { z } from 'zod'
import { choice, LINE, SOURCE, text } from './fields.ts'

/** A PromQL query of the test. */
export const metricSchema = z
  .strictObject({
    query: text({
      description:
        'PromQL, asked over the time in which there was load. `$namespace`, `$run`, `$test`, `$job`, `$window` and `$step` are filled in.',
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
      { description: 'Shown behind its figures: `bytes`, `s`, `ms`, `share`, `1/s` or your own.', examples: ['bytes'] },
      LINE,
    ).optional(),
  })
  .meta({ description: 'A series of Prometheus that belongs to the test.', examples: [{ query: 'up' }] })
