import { z } from 'zod'
import { LINE, SOURCE, text, url } from './fields.ts'

/** The name of a namespace or a container. */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const DNS_WORDS = 'a-z, 0-9 and -, at most 63 of them'

/** What tells the revision of a target where the target itself does not; revision-check.ts says what goes together. */
const readElsewhere = z.strictObject({
  image: text(
    {
      description: 'The label selector of the pods that serve the target: the digest of their image is the revision.',
      examples: ['app=shop'],
    },
    LINE,
  ).optional(),
  namespace: text(
    { description: "Theirs. Default: that of the run's own pods.", examples: ['shop'] },
    DNS_LABEL,
    DNS_WORDS,
  ).optional(),
  container: text(
    { description: 'Whose image it is, where the pods have several containers.', examples: ['shop'] },
    DNS_LABEL,
    DNS_WORDS,
  ).optional(),
  query: text({
    description:
      'PromQL, asked for its value now; the variables of metrics are filled in. Its series must have one revision only.',
    examples: ['app_info{service="$target"}'],
  }).optional(),
  label: text(
    { description: 'The label of its series that has the revision.', examples: ['version'] },
    LABEL_NAME,
    'letters, digits and _',
  ).optional(),
  source: text(
    { description: 'The name of a Prometheus of the input `prometheus`.', examples: ['target'], default: 'default' },
    SOURCE,
    'letters, digits, _ and -',
  ).optional(),
})

/** Which revision a target runs. */
export const revisionSchema = z
  .union([
    url(
      {
        description:
          'A URL that answers it: a text, or JSON with `revision`, `sha`, `commit` or `version`. The pods that load the target ask it.',
        examples: ['https://shop.example.com/revision'],
      },
      { query: true },
    ),
    readElsewhere,
  ])
  .meta({
    description:
      'Which revision of the target runs: a URL that answers it, `image` for the digest of the image of its pods, or `query` and `label` for a label in Prometheus. Read before and after each block, or every half minute; another one than before, or than the commit of the pull request, makes the run invalid.',
    examples: ['https://shop.example.com/revision', { image: 'app=shop', namespace: 'shop' }],
  })

/** As it is written. */
export type WrittenRevision = z.infer<typeof revisionSchema>
