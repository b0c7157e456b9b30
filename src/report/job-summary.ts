import { fitted } from './fitted.ts'
import type { Section } from './section.ts'

/** GitHub drops a step's summary of more bytes. */
const BUDGET = 2 ** 20

/** The job summary: what the comment says, with room for more; cut by stages to fit into `budget` bytes. */
export function renderJobSummary(sections: readonly Section[], budget = BUDGET): string {
  const encoder = new TextEncoder()
  return fitted(
    sections,
    (markdown) => `${markdown}\n`,
    (rendered) => encoder.encode(rendered).length <= budget,
  )
}
