const NAMES = ['revision', 'sha', 'commit', 'version'] as const
const LONGEST = 200

/**
 * The revision that a target says it runs: the text of its answer, or of a JSON answer its text or one of these fields.
 * undefined: the answer is none, since it is empty, longer than 200 characters or more than one line.
 */
export function revisionOf(answer: string): string | undefined {
  const said = spoken(answer).trim()
  return isRevision(said) ? said : undefined
}

/** Whether a text may be one: not empty, at most 200 characters, one line. */
export function isRevision(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && !/\p{Cc}/u.test(text)
}

function spoken(answer: string): string {
  const value = parsed(answer)
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return answer // a number is a text, too
  const field = NAMES.find((name) => typeof Object(value)[name] === 'string')
  return field === undefined ? '' : Object(value)[field]
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return undefined
  }
}

const SHA = /^[0-9a-f]{7,64}$/i

/** Whether two revisions are the same; commits may be shortened, to 7 figures at the least. */
export function sameRevision(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (SHA.test(short) && SHA.test(long)) return long.toLowerCase().startsWith(short.toLowerCase())
  return one === other
}

/** As people read it: of the digest of an image the first 12 figures, all else as it is. */
export function readable(revision: string): string {
  return revision.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1')
}

/** A whole hash, or one that is more than a number: a date and the number of a build are figures alone. */
const SURELY = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|(?=\d*[a-f])[0-9a-f]{7,64})$/i

/** Whether it is surely the hash of a commit, whole or shortened. */
export function isCommit(revision: string): boolean {
  return SURELY.test(revision)
}
