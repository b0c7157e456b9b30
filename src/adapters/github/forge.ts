import { PerfError } from '../../core/error.ts'
import type { CheckReport, Clock, Forge, Published } from '../../ports.ts'
import { isRateLimit, isRefusal, type Octokit, openClient } from './client.ts'
import { createComments } from './comments.ts'
import { readLabels } from './labels.ts'
import { reportError } from './refused.ts'

export interface ForgeOptions {
  readonly token: string
  /** `https://api.github.com`, or the runner's `GITHUB_API_URL`. */
  readonly baseUrl: string
  readonly owner: string
  readonly repo: string
  /** The head commit, which the check is about. */
  readonly sha: string
  /** Number of the pull request, where there is one. */
  readonly pull?: number
  /** Where the commit is, where there is no pull request. */
  readonly branch?: string
  readonly clock: Clock
}

const longestSummary = 65_535
const longestTitle = 255

/**
 * GitHub's pull request and check. A missing permission is an answer (`missing`), not an error; the rest throws GITHUB.
 * Comments are replaced only where they are of the token's own user or app.
 */
export function createForge(options: ForgeOptions): Forge {
  const { owner, repo, sha, pull } = options
  let opened: Promise<Octokit> | undefined
  let app: string | undefined // who we are, where a check of ours has told
  const client = () => {
    opened ??= openClient(options)
    return opened
  }

  return {
    labels: async () => readLabels(await client(), options),
    startCheck: (name, report) =>
      published('the check', 'checks: write', async () => {
        const { checks } = (await client()).rest
        const run = { owner, repo, name, head_sha: sha, status: 'in_progress' as const, output: output(report) }
        const { data } = await checks.create(run)
        app = data.app?.slug
        return { url: data.html_url ?? '', id: data.id }
      }),
    finishCheck: (id, conclusion, report) =>
      published('the check', 'checks: write', async () => {
        const { checks } = (await client()).rest
        const end = { status: 'completed' as const, conclusion, output: output(report) }
        const { data } = await checks.update({ owner, repo, check_run_id: id, ...end })
        return { url: data.html_url ?? '', id: data.id }
      }),
    comment: (marker, body) =>
      published('the comment', 'pull-requests: write', async () => {
        if (pull === undefined) throw new PerfError('INTERNAL', 'there is no pull request to comment on')
        const comments = await createComments(await client(), {
          owner,
          repo,
          pull,
          ...(app === undefined ? {} : { app }),
        })
        return comments.put(marker, body)
      }),
  }
}

async function published(what: string, permission: string, act: () => Promise<Published>): Promise<Published> {
  try {
    return await act()
  } catch (thrown) {
    if (!isRefusal(thrown) || isRateLimit(thrown)) throw reportError(thrown, what)
    if (thrown.status !== 403 && thrown.status !== 404) throw reportError(thrown, what)
    return { missing: permission + remark(thrown.message) }
  }
}

/** What stands in the way where it is not the permission alone. */
function remark(message: string): string {
  if (/locked/i.test(message)) return ' (the conversation is locked)'
  return /via a GitHub App/i.test(message) ? " (of an app: a person's token writes no checks)" : ''
}

function output({ title, summary }: CheckReport): CheckReport {
  return { title: cut(title, longestTitle), summary: cut(summary, longestSummary) }
}

/** At most `length` characters, never half of one. */
function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}
