import { PerfError } from '../error.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no name in a repository may hold
const refused = /^(|\.|\.\.|\.git)$|[\u0000-\u001f\u007f\\]/i

/**
 * A path inside a repository, of the parts given (each may hold slashes), without slashes or `./` at its ends; '' is the
 * root. Throws COMMIT where a part would leave the repository, reach into `.git` or could not be read by people.
 */
export function place(...parts: readonly string[]): string {
  const trimmed = parts.map((part) => part.replace(/^(\.?\/)+|\/+$|^\.$/g, '')).filter((part) => part !== '')
  for (const name of trimmed.flatMap((part) => part.split('/')))
    if (refused.test(name))
      throw new PerfError('COMMIT', `${JSON.stringify(parts.join('/'))} is no path that could be committed`, {
        hint: `Name it without ${JSON.stringify(name)}: paths have no empty parts, no "..", no ".git", no control characters.`,
      })
  return trimmed.join('/')
}
