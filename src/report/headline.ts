import { severity } from '../core/verdict/outcome.ts'
import type { Section } from './section.ts'

interface Headline {
  readonly icon: string
  readonly words: string
  /** For sorting: the worst first. */
  readonly rank: number
}

/** A section's verdict in a mark and a word or two; the mark is never alone. */
export function headline(section: Section): Headline {
  if (section.kind === 'result') return { ...OUTCOMES[section.outcome], rank: severity(section.outcome) }
  return NOTICES[section.notice]
}

const OUTCOMES = {
  regression: { icon: '❌', words: 'Regression' },
  invalid: { icon: '⛔', words: 'Invalid run' },
  inconclusive: { icon: '⚪', words: 'Inconclusive' },
  warn: { icon: '⚠️', words: 'Warning' },
  pass: { icon: '✅', words: 'Pass' },
} as const

const NOTICES = {
  error: { icon: '⛔', words: 'Could not run', rank: 1 },
  cancelled: { icon: '⚪', words: 'Cancelled', rank: 2 },
  fork: { icon: '⚪', words: 'Not run without secrets', rank: 2 },
} as const

/** The one sentence of evidence, as it was found: not escaped. */
export function evidence(section: Section): string {
  if (section.kind === 'result') return section.reasons[0] ?? 'No reason was given.'
  return `${section.message.charAt(0).toUpperCase()}${section.message.slice(1)}`
}

/** The worst first, then by name: the same order whoever renders. */
export function ordered(sections: readonly Section[]): readonly Section[] {
  return [...sections].sort(
    (a, b) => headline(a).rank - headline(b).rank || (a.test < b.test ? -1 : a.test > b.test ? 1 : 0),
  )
}
