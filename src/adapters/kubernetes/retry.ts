import type { Headers } from './credentials.ts'

const FIRST_MS = 250
const LONGEST_MS = 8_000
const LONGEST_ASKED_MS = 30_000

type Outcome = { readonly status: number; readonly headers: Headers } | { readonly passing: boolean }

/** How long to wait before another try, in ms; undefined: this outcome is final. Retry-After holds up to 30 s. */
export function nextPause(outcome: Outcome, attempt: number): number | undefined {
  const backoff = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS)
  if ('passing' in outcome) return outcome.passing ? backoff : undefined
  if (outcome.status !== 429 && outcome.status < 500) return undefined
  const asked = Number(outcome.headers['retry-after'] ?? Number.NaN) * 1000
  return Number.isFinite(asked) && asked >= 0 ? Math.min(Math.max(asked, FIRST_MS), LONGEST_ASKED_MS) : backoff
}
