import { z } from 'zod'
import { choice, share, text, url, whole } from './fields.ts'

/** The id of a run, as comments, checks and the bucket name it. */
const RUN_ID = /^r\d{14}-[a-z2-7]{6}$/

/** How a run is compared with others. */
export const compareSchema = z
  .strictObject({
    with: choice(['none', 'history', 'screen', 'pairs'], {
      description:
        'What a run is compared with. `history`: the newest 20 runs of the same test on the branch that a pull request goes to, or else on its own; a comparison that shows nothing is then inconclusive. Left out: the same, but then the limits alone decide. `pairs`: `targets.base` and `targets.head` are loaded in turns, until it is decided. `screen`: `targets.head` is loaded once and held against the history; what that makes suspect is confirmed in three pairs of a run of its own, or it is no regression. With fewer than three earlier runs a pull request is compared in pairs at once.',
      examples: ['history'],
    }).optional(),
    pairs: whole(
      {
        description:
          'The most pairs of blocks, one of base and one of head; from two on it ends as soon as it is decided.',
        examples: [6],
        default: 6,
      },
      { least: 2, most: 100 },
    ).optional(),
    margin: share({
      description: 'The change that matters in practice: a smaller one is nothing to be told of.',
      examples: ['3 %'],
      default: '5 %',
    }).optional(),
    strict: z
      .boolean()
      .meta({
        description:
          'History alone may find a regression, which fails the check. Otherwise it warns, for about 5 of 100 unchanged runs seem slower by chance.',
        examples: [true],
        default: false,
      })
      .optional(),
    reset: url(
      {
        description:
          'A URL that gets a POST before each block of a pair, to set back what the block before has left; any answer below 400 within a minute will do.',
        examples: ['https://shop.example.com/reset'],
      },
      { query: true },
    ).optional(),
  })
  .meta({ description: 'How a run is compared with others.', examples: [{ with: 'history' }] })

/** Changes that a person has accepted. */
export const acceptSchema = z
  .array(
    text(
      {
        description: 'The id of the run that showed the change; its comment and its report name it.',
        examples: ['r20261121093000-abcdef'],
      },
      RUN_ID,
      'the id of a run',
    ),
  )
  .max(1000)
  .meta({
    description:
      "Changes that are meant: they are shown and held against nobody, and once on the branch its history begins anew. The pull request's label `perf-accept` does the same.",
    examples: [['r20261121093000-abcdef']],
  })
