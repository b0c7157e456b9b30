import type { Detail } from './body.ts'
import { ordered } from './headline.ts'
import { layout, overview, title } from './layout.ts'
import { link } from './markdown.ts'
import type { Section } from './section.ts'

/** The first stages leave out nothing but labels, and a footnote says so. */
const UNCUT = 3

/** From everything to the verdict alone. */
const STAGES: readonly Detail[] = [
  { reasons: 5, limits: 50, changes: 6, labels: 10, folded: 190, course: true, method: true },
  { reasons: 5, limits: 30, changes: 6, labels: 10, folded: 50, course: true, method: true },
  { reasons: 5, limits: 20, changes: 6, labels: 10, folded: 0, course: true, method: true },
  { reasons: 4, limits: 15, changes: 4, labels: 5, folded: 0, course: true, method: false },
  { reasons: 3, limits: 10, changes: 2, labels: 3, folded: 0, course: false, method: false },
  { reasons: 2, limits: 3, changes: 1, labels: 0, folded: 0, course: false, method: false },
  { reasons: 1, limits: 0, changes: 0, labels: 0, folded: 0, course: false, method: false },
]

/** The most detailed rendering that fits; at last the list of verdicts, of as many tests as there is room for. */
export function fitted(
  sections: readonly Section[],
  wrap: (markdown: string) => string,
  fits: (rendered: string) => boolean,
): string {
  const sorted = ordered(sections)
  for (const [stage, detail] of STAGES.entries()) {
    const markdown = layout(sorted, detail)
    const rendered = wrap(stage < UNCUT ? markdown : `${markdown}\n\n${cutNote(sorted)}`)
    if (fits(rendered)) return rendered
  }
  for (let most = sorted.length; most > 0; most = Math.floor(most / 2)) {
    const rendered = wrap(`${overview(sorted, most)}\n\n${cutNote(sorted)}`)
    if (fits(rendered)) return rendered
  }
  return wrap(`${title(sorted)}\n\nThere is no room for more: see the workflow run.`)
}

function cutNote(sections: readonly Section[]): string {
  const links = sections
    .map(({ links: { report, workflow } }) => report ?? workflow)
    .find((address) => address !== undefined)
  return `<sub>Cut to what fits here; ${link('the rest is in the report', links)}.</sub>`
}
