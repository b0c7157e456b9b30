import { count } from '../core/figure.ts'
import { body, type Detail } from './body.ts'
import { evidence, headline } from './headline.ts'
import { code, details, table, text, unbroken } from './markdown.ts'
import type { Section } from './section.ts'

/** One test as it is; several under an overview, with those that passed folded: a reader looks for what is wrong. */
export function layout(sections: readonly Section[], detail: Detail): string {
  const [only] = sections
  if (only === undefined) return 'No test has a result yet.'
  if (sections.length === 1) return `### ${heading(only)}\n\n${body(only, detail)}`
  const parts = sections.map((section) =>
    headline(section).words === 'Pass'
      ? details(`${headline(section).icon} Pass · ${text(section.test)}`, body(section, detail))
      : `#### ${heading(section)}\n\n${body(section, detail)}`,
  )
  return [overview(sections, sections.length), ...parts].join('\n\n')
}

function heading(section: Section): string {
  const { icon, words } = headline(section)
  return `${icon} ${words} · ${code(section.test)}`
}

/** All tests, one line each. */
export function overview(sections: readonly Section[], most: number): string {
  const rows = sections.slice(0, most).map((section) => {
    const { icon, words } = headline(section)
    return [unbroken(`${icon} ${words}`), code(section.test, 80), text(evidence(section), 200)]
  })
  const more = sections.length - rows.length
  return [
    `${title(sections)}\n`,
    table([{ title: 'Verdict' }, { title: 'Test' }, { title: 'Evidence' }], rows),
    ...(more > 0 ? [`\nand ${count(more)} more tests`] : []),
  ].join('\n')
}

/** `### Performance: 1 regression, 2 pass`. */
export function title(sections: readonly Section[]): string {
  const groups = [...Map.groupBy(sections, (section) => headline(section).words)]
  return `### Performance: ${groups.map(([words, of]) => `${count(of.length)} ${words.toLowerCase()}`).join(', ')}`
}
