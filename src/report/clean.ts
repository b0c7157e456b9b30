/** Most characters of one untrusted text that a reader is shown. */
const LONGEST = 300

/** C0 and C1 controls, line and paragraph separators: they end table rows and quotes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** Marks that are not seen but reorder or hide text: directions, zero widths, soft hyphen, tags. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/** An untrusted text as one line that shows what it holds: no control, direction or zero-width characters, not too long. */
export function clean(untrusted: string, longest = LONGEST): string {
  const line = untrusted
    .slice(0, longest * 4)
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(CONTROLS, ' ')
  const characters = Array.from(line)
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`
}
