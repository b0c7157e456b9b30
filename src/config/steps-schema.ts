import { z } from 'zod'
import { rate } from './fields.ts'

/** Fewer steps show no bend. */
const LEAST = 4
const MOST = 100

/** The steps of a stress test: how many, or which. */
export const stepsSchema = z
  .union([
    z.int().meta({
      ...{ description: 'How many, up to `rate` or else to `threads`.', examples: [10] },
      ...{ minimum: LEAST, maximum: MOST },
    }),
    z
      .array(rate({ description: 'Requests per second of a step.', examples: ['100/s'] }))
      .meta({ minItems: LEAST, maxItems: MOST }),
  ])
  .superRefine((written, context) => {
    const steps = typeof written === 'number' ? written : written.length
    if (steps < LEAST || steps > MOST)
      context.addIssue({ code: 'custom', message: `says ${steps} steps, not from ${LEAST} up to ${MOST}` })
  })
  .meta({
    description:
      'The steps of a stress test: so many equal ones up to `rate` (without a rate: up to `threads`), or in its place their rates, as in `[100/s, 150/s, 200/s, 250/s]`. After the last one the load of the first is made once more, to see the target recover.',
    examples: [10],
    default: 10,
  })
