import { NO_COUNTS } from '../../core/stats/sparse-histogram.ts'
import { measured } from '../../core/verdict/labels.ts'
import { judgedSummary } from '../../core/verdict/parts.ts'
import { clean } from '../clean.ts'
import { condense } from '../condense.ts'
import { headline } from '../headline.ts'
import type { Result } from '../result.ts'
import type { ResultSection } from '../section.ts'
import { loadCharts, metricChart } from './charts.ts'
import { comparisonPart } from './comparison.ts'
import { distribution } from './distribution.ts'
import { growthPart } from './growth.ts'
import { growthCharts } from './growth-charts.ts'
import { historyCharts } from './history-chart.ts'
import { address, html, type Markup } from './markup.ts'
import { stepsPart } from './steps.ts'
import { STYLE } from './style.ts'
import { checksTable, failuresTable, labelsTable, limitsTable, podsTable } from './tables.ts'

/**
 * The report of a run: one file that needs nothing else, and in which no script can run (its policy forbids them).
 * It is opened from the bucket, where results of untrusted plans lie.
 */
export function renderHtml(result: Result): string {
  const section = condense(result)
  const { words } = headline(section)
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words}: ${section.test}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${header(result, section)}
${parts(result, section)}
</body>
</html>
`
  return markup
}

function header({ run, links }: Result, section: ResultSection): Markup {
  const { icon, words } = headline(section)
  const addresses = [
    ['Workflow run', address(links.workflow)],
    ['Results', address(links.results)],
    ['Flux commit', address(links.commit)],
  ] as const
  return html`<h1>${icon} ${words}: ${section.test}</h1>
<p class="soft">Run ${run.id}${addresses.map(([name, href]) => (href === undefined ? html`` : html` · <a href="${href}">${name}</a>`))}</p>
<div class="verdict ${section.outcome}">${section.reasons.map((reason) => html`<p>${reason}</p>`)}</div>
`
}

function parts(whole: Result, section: ResultSection): readonly Markup[] {
  const result = { ...whole, summary: judgedSummary(whole.run.test, whole.summary, whole.verdict.stress) }
  const { summary, metrics, verdict } = result
  const { comparison, growth, stress } = section
  const inPairs = whole.run.test.pairs !== undefined
  const samples = summary.total.count > 0
  const failed = summary.labels.filter(({ failures }) => failures.length > 0)
  const tails = result.manifests.flatMap((pod) =>
    pod && pod.tail.length > 0 && section.outcome === 'invalid' ? [pod] : [],
  )
  return [
    ...(stress === undefined ? [] : [part('What the target bears', true, () => stepsPart(stress))]),
    ...(comparison === undefined || comparison.state === 'not-judged'
      ? []
      : [
          part(
            inPairs ? 'Base and head in pairs' : 'Compared with earlier runs',
            true,
            () => html`${[comparisonPart(comparison, section.reasons), ...historyCharts(result)]}`,
          ),
        ]),
    ...(growth === undefined || growth.state !== 'judged'
      ? []
      : [
          part(
            'What grew over the run',
            true,
            () => html`${[...growthCharts(result), growthPart(growth, section.reasons)]}`,
          ),
        ]),
    part('Limits', verdict.limits.length > 0, () => limitsTable(verdict.limits)),
    part('Over time', samples && !inPairs, () => html`${loadCharts(stress === undefined ? result : whole)}`),
    part('How long samples took', samples, () =>
      distribution('All successful samples', measured(summary)?.successes ?? NO_COUNTS),
    ),
    part('Labels', samples, () => labelsTable(result)),
    part('Failures', failed.length > 0, () => failuresTable(failed)),
    part('Metrics', metrics.length > 0, () => html`${metrics.map(metricChart)}`),
    part('Is the run valid?', true, () => checksTable(verdict.checks)),
    part('Load generators', true, () => podsTable(section.pods)),
    ...tails.map(({ index, tail }) =>
      part(
        `The last lines of pod ${index}`,
        true,
        () =>
          html`<pre>${tail.map(
            (line) => html`${clean(line, 500)}
`,
          )}</pre>`,
      ),
    ),
    part('The test', true, () => facts(section)),
  ]
}

function part(title: string, present: boolean, content: () => Markup): Markup {
  return present ? html`<h2>${title}</h2>\n${content()}` : html``
}

function facts({ facts: all }: ResultSection): Markup {
  return html`<dl>${all.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}
