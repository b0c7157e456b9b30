import { z } from 'zod'
import { choice, LINE, SOURCE, share, text, whole } from './fields.ts'

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
      description: 'Which way is better: for comparisons, which are not built yet.',
      examples: ['lower'],
      default: 'lower',
    }).optional(),
    unit: text(
      { description: 'Shown behind its figures: `bytes`, `s`, `ms`, `share`, `1/s` or your own.', examples: ['bytes'] },
      LINE,
    ).optional(),
  })
  .meta({ description: 'A series of Prometheus that belongs to the test.', examples: [{ query: 'up' }] })

/** How a run is compared with others. */
export const compareSchema = z
  .strictObject({
    with: choice(['none', 'history', 'screen', 'pairs'], {
      description: 'What a run is compared with. Not built yet but for `none`.',
      examples: ['none'],
      default: 'none',
    }).optional(),
    pairs: whole(
      { description: 'Pairs of base and head. Not built yet.', examples: [6] },
      { least: 2, most: 100 },
    ).optional(),
    margin: share({ description: 'The change that matters in practice. Not built yet.', examples: ['5 %'] }).optional(),
    strict: z
      .boolean()
      .meta({ description: 'Whether history alone may find a regression. Not built yet.', examples: [true] })
      .optional(),
    reset: text(
      {
        description: 'A new text here starts the history afresh. Not built yet.',
        examples: ['2026-11-21: new database'],
      },
      LINE,
    ).optional(),
  })
  .meta({ description: 'How a run is compared with others.', examples: [{ with: 'none' }] })
