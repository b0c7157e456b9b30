import type { Clock } from '../../ports.ts'

export type Octokit = ReturnType<typeof import('@actions/github').getOctokit>

export interface ClientOptions {
  readonly token: string
  /** `https://api.github.com`, or the runner's `GITHUB_API_URL`. */
  readonly baseUrl: string
  readonly clock: Clock
}

/** What octokit throws, as far as we read it. A connection that failed has the status 500 and no response. */
export interface Refusal {
  readonly status: number
  readonly message: string
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> }
}

const tries = 5
const longestWaitMs = 5 * 60_000
/** GitHub's advice for a secondary rate limit that does not say when it ends. */
const unknownLimitMs = 60_000

/**
 * An octokit that waits out rate limits as GitHub asks and tries again after 5xx and cut connections. The policy is ours:
 * plugin-throttling spaces writes by a second each, which three writes of a commit and its race would pay for.
 */
export async function openClient({ token, baseUrl, clock }: ClientOptions): Promise<Octokit> {
  const { getOctokit } = await import('@actions/github')
  const octokit = getOctokit(token, { baseUrl })
  octokit.hook.wrap('request', async (request, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(options)
      } catch (thrown) {
        const wait = isRefusal(thrown) && attempt < tries ? waitMs(thrown, attempt, clock.now()) : undefined
        if (wait === undefined) throw thrown
        await clock.sleep(wait)
      }
    }
  })
  return octokit
}

/** Whether octokit threw this for an answer, or for the lack of one. */
export function isRefusal(thrown: unknown): thrown is Refusal & Error {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number'
}

/** Whether GitHub finds us too fast, by any of the three ways in which it says so. */
export function isRateLimit({ status, message, response }: Refusal): boolean {
  if (status === 429) return true
  const { headers = {} } = response ?? {}
  const said = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
  return status === 403 && (said || /rate limit/i.test(message))
}

/** How long to wait before the next try, in ms; undefined: another try would not help, or too late. */
function waitMs(refusal: Refusal, attempt: number, now: number): number | undefined {
  if (isRateLimit(refusal)) {
    const { headers = {} } = refusal.response ?? {}
    const after = Number(headers['retry-after'] ?? Number.NaN) * 1000
    const reset =
      headers['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset']) * 1000 - now : Number.NaN
    const wait = [after, reset, unknownLimitMs].find(Number.isFinite) ?? unknownLimitMs
    return wait > longestWaitMs ? undefined : Math.max(wait, 0) + 1000 * Math.random()
  }
  return refusal.status >= 500 ? 1000 * 2 ** (attempt - 1) * (0.5 + Math.random()) : undefined
}
