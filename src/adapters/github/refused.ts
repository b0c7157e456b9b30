import { PerfError, reason } from '../../core/error.ts'
import { isRateLimit, isRefusal, type Octokit, type Refusal } from './client.ts'

interface Place {
  readonly repository: string
  readonly branch: string
}

/** COMMIT for whatever stopped a commit, with what to do about it. */
export async function commitError(thrown: unknown, octokit: Octokit, place: Place): Promise<PerfError> {
  if (thrown instanceof PerfError) return thrown
  const hint = isRefusal(thrown) ? await commitHint(thrown, octokit, place) : undefined
  const message = `GitHub did not take the commit to ${place.branch} of ${place.repository}: ${firstLine(thrown)}`
  return new PerfError('COMMIT', message, { cause: thrown, ...(hint === undefined ? {} : { hint }) })
}

async function commitHint(
  refusal: Refusal,
  octokit: Octokit,
  { repository, branch }: Place,
): Promise<string | undefined> {
  const { status, message } = refusal
  if (isRateLimit(refusal)) return rateLimitHint
  if (status === 401) return 'The input flux-token is no token, or has ended: make a new one.'
  if (status === 403 && /archived/i.test(message)) return `${repository} is archived: take another Flux repository.`
  if (status === 403) return `The input flux-token needs "contents: write" on ${repository}.`
  if (status === 404)
    return (await visible(octokit, repository))
      ? `${repository} has no branch ${branch}: create it, or name another one in the input flux-branch. If it has, flux-token lacks "contents: write".`
      : `The input flux-token sees no repository ${repository}. The job's own token reaches its own repository only: give flux-token a fine-grained token, or one of a GitHub App, with "contents: write" on ${repository}.`
  if (status === 409 && /empty/i.test(message))
    return `Make a first commit to ${branch}, with a .gitkeep in the Flux path.`
  if (status === 422 && /protected|rule|pull request|status check/i.test(message))
    return `A rule protects ${branch}: let the token's user or app bypass it, or name another branch in the input flux-branch.`
  return status >= 500
    ? 'GitHub failed several times in a row (https://www.githubstatus.com): run the job again.'
    : undefined
}

async function visible(octokit: Octokit, repository: string): Promise<boolean> {
  const [owner = '', repo = ''] = repository.split('/')
  return octokit.rest.repos.get({ owner, repo }).then(
    () => true,
    () => false,
  )
}

/** GITHUB for what stopped a report of ours on `what`. */
export function reportError(thrown: unknown, what: string): PerfError {
  if (thrown instanceof PerfError) return thrown
  const options = { cause: thrown, ...hintOf(thrown) }
  return new PerfError('GITHUB', `GitHub did not take ${what}: ${firstLine(thrown)}`, options)
}

function hintOf(thrown: unknown): { readonly hint?: string } {
  if (!isRefusal(thrown)) return {}
  if (isRateLimit(thrown)) return { hint: rateLimitHint }
  if (thrown.status === 401) return { hint: 'The input github-token is no token, or has ended.' }
  return {}
}

const rateLimitHint = 'GitHub asks this token to slow down for longer than we wait: run the job again later.'

function firstLine(thrown: unknown): string {
  return reason(thrown).replace(/\s+/g, ' ').trim()
}
