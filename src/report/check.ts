import type { Outcome } from '../core/verdict/outcome.ts'
import { clean } from './clean.ts'
import { fitted } from './fitted.ts'
import { evidence, headline } from './headline.ts'
import type { Section } from './section.ts'

/** GitHub refuses a check run's summary of more characters; it counts bytes, so this is the safe reading. */
const BUDGET = 65_535

/** What a check run shows. */
export interface CheckText {
  readonly title: string
  /** Markdown. */
  readonly summary: string
}

/** A section as the text of its check run. */
export function renderCheck(section: Section, budget = BUDGET): CheckText {
  const encoder = new TextEncoder()
  return {
    title: clean(`${headline(section).words}: ${evidence(section)}`, 250),
    summary: fitted(
      [section],
      (markdown) => markdown,
      (rendered) => encoder.encode(rendered).length <= budget,
    ),
  }
}

/** How the check run of a section ends: an outcome that shows nothing is neutral, never green. */
export function conclusion(section: Section): 'success' | 'failure' | 'neutral' | 'cancelled' {
  if (section.kind === 'result') return CONCLUSIONS[section.outcome]
  switch (section.notice) {
    case 'error':
      return 'failure'
    case 'cancelled':
      return 'cancelled'
    case 'fork':
      return 'neutral'
  }
}

const CONCLUSIONS = {
  pass: 'success',
  warn: 'neutral',
  regression: 'failure',
  inconclusive: 'neutral',
  invalid: 'failure',
} as const satisfies Record<Outcome, string>
