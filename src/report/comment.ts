import { fitted } from './fitted.ts'
import type { Section } from './section.ts'

/** The first line of our comment, by which it is found again. */
export const MARKER = '<!-- perf-action -->'

/** GitHub refuses a comment of more characters. */
const BUDGET = 65_536

/** The one comment of a pull request: the sections of all its tests, cut by stages to fit into `budget` characters. */
export function renderComment(sections: readonly Section[], budget = BUDGET): string {
  return fitted(
    sections,
    (markdown) => `${MARKER}\n${markdown}`,
    (rendered) => rendered.length <= budget,
  )
}
