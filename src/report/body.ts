import { count } from '../core/figure.ts'
import { comparisonText } from './comparison.ts'
import { courseChart } from './course.ts'
import { growthText } from './growth.ts'
import { evidence } from './headline.ts'
import { block, code, details, link, text } from './markdown.ts'
import type { NoticeSection, ResultSection, Section } from './section.ts'
import { stepsText } from './steps.ts'
import { checksTable, labelsTable, limitsTable, metricsTable, podsTable } from './tables.ts'

/** How much of a section is shown; the comment steps down until it fits. */
export interface Detail {
  readonly reasons: number
  readonly limits: number
  /** Rows of the comparison. */
  readonly changes: number
  /** Rows that are seen at once, and rows that are folded. */
  readonly labels: number
  readonly folded: number
  readonly course: boolean
  /** The folded part on how it was measured. */
  readonly method: boolean
}

/** What a section says, without its heading. */
export function body(section: Section, detail: Detail): string {
  const parts = section.kind === 'result' ? resultParts(section, detail) : noticeParts(section)
  return [...parts, footer(section)].filter((part) => part !== '').join('\n\n')
}

function resultParts(section: ResultSection, detail: Detail): readonly string[] {
  const { reasons, limits, comparison, growth, stress, course } = section
  const [first = '', ...others] = reasons.slice(0, detail.reasons)
  const more = reasons.length - detail.reasons
  return [
    `**${text(first, 600)}**`,
    [...others.map((reason) => `- ${text(reason, 600)}`), ...(more > 0 ? [`- and ${count(more)} more`] : [])].join(
      '\n',
    ),
    next(section),
    growth === undefined || detail.changes === 0
      ? ''
      : growthText(growth, reasons, { seen: detail.changes, folded: detail.folded }),
    comparison === undefined || detail.changes === 0
      ? ''
      : comparisonText(comparison, reasons, { seen: detail.changes, folded: detail.folded }),
    stress === undefined || detail.labels === 0 ? '' : stepsText(stress),
    limits.length > 0 && detail.limits > 0 ? limitsTable(limits.slice(0, detail.limits)) : '',
    limits.length > detail.limits && detail.limits > 0
      ? `${count(limits.length - detail.limits)} more limits are in the report.`
      : '',
    ...labelParts(section, detail),
    detail.course && course !== undefined ? courseChart(course) : '',
    detail.method ? method(section) : '',
  ]
}

function next({ outcome, limits, facts, comparison, growth, next: following }: ResultSection): string {
  if (following !== undefined)
    return `Next: the run ${code(following)} compares base and head in pairs, and takes the place of this.`
  const run = facts.find(({ name }) => name === 'Run')?.value ?? ''
  const accept = `If the change is meant, label the pull request \`perf-accept\`, or write ${code(`accept: [${run}]`)} into \`perf.yaml\`.`
  const grows = growth?.rows.some((row) => row.outcome === outcome) === true
  const moved = comparison?.changes.some((row) => row.outcome === outcome) === true
  if (grows && !moved && (outcome === 'warn' || outcome === 'regression')) return GROWS[outcome]
  switch (outcome) {
    case 'pass':
    case 'inconclusive':
      return ''
    case 'warn':
      return `Next: run it again to see whether it stays. ${accept}`
    case 'regression': {
      const broken = limits.some(({ state }) => state === 'broken')
      const meant = broken ? 'If the change is meant, raise the limit in `perf.yaml`.' : accept
      return `Next: find the cause below and in the report. ${meant}`
    }
    case 'invalid':
      return 'Next: put that right and run it again. Nothing was judged, so this is no word on the change itself.'
  }
}

const GROWS = {
  warn: 'Next: find what changed, or run it for longer to see where it leads. A limit in `perf.yaml` says how far it may go; a metric that is meant to grow needs `growth: none`.',
  regression:
    'Next: find what grows before the limit is reached. If it may grow so far, raise the limit or shorten `horizon` in `perf.yaml`.',
} as const

function labelParts(
  { labels, labelCount, stress }: ResultSection,
  { labels: seen, folded }: Detail,
): readonly string[] {
  if (labels.length === 0 || seen === 0) return []
  // The first row is of all labels together; of one label alone it says nothing more.
  const rows = labelCount === 1 ? labels.slice(1) : labels
  const shown = rows.slice(0, seen + 1)
  const rest = rows.slice(seen + 1, seen + 1 + folded)
  const hidden = labelCount + (labelCount === 1 ? 0 : 1) - shown.length - rest.length
  return [
    labelsTable(shown),
    rest.length > 0 ? details(`${count(rest.length)} more labels`, labelsTable(rest)) : '',
    `<sub>${stress === undefined ? '' : 'Over the steps that were borne. '}Times of successful samples; p95: 95 of 100 were at most this slow; –: too few samples to say. The failing and the slowest come first${hidden > 0 ? `; ${count(hidden)} more labels are in the report` : ''}.</sub>`,
  ]
}

function method({ checks, metrics, pods, facts }: ResultSection): string {
  const states = (state: string) => checks.filter((check) => check.state === state).length
  const tally = [
    `${count(states('ok'))} checks ok`,
    ...(states('invalid') > 0 ? [`${count(states('invalid'))} invalid`] : []),
    ...(states('warn') > 0 ? [`${count(states('warn'))} with a note`] : []),
    ...(states('unknown') > 0 ? [`${count(states('unknown'))} unknown`] : []),
  ]
  const tails = pods.filter(({ tail }) => tail.length > 0)
  return details(
    `How it was measured: ${tally.join(', ')}`,
    [
      facts
        .map(
          ({ name, value, link: address }) =>
            `- ${text(name)}: ${link(/\s/.test(value) ? text(value, 600) : code(value), address)}`,
        )
        .join('\n'),
      checks.length > 0 ? checksTable(checks) : '',
      metrics.length > 0 ? metricsTable(metrics) : '',
      pods.length > 0 ? podsTable(pods) : '',
      ...tails.map(({ index, tail }) => `The last lines of pod ${index}:\n\n${block(tail)}`),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  )
}

function noticeParts(section: NoticeSection): readonly string[] {
  const { hint } = section
  return [`**${text(evidence(section), 600)}**`, hint === undefined ? '' : `What to do: ${text(hint, 1000)}`]
}

function footer(section: Section): string {
  const { links, revision } = section
  const { report, results, workflow, check } = links
  const fault = section.kind === 'notice' ? section.code : undefined
  const addresses = [
    ['Full report', report],
    ['Results', results],
    ['Workflow run', workflow],
    ['Check', check],
  ] as const
  const parts = [
    // What is no address of the web gives no link, and then the words are of no use.
    ...addresses.map(([words, address]) => link(words, address)).filter((made) => made.startsWith('[')),
    ...(fault === undefined ? [] : [`error code ${code(fault)}`]),
    ...(revision === undefined ? [] : [`commit ${code(revision.slice(0, 10))}`]),
  ]
  return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`
}
