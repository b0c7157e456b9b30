import type { LabelledPull } from '../../ports.ts'
import { isRateLimit, isRefusal, type Octokit } from './client.ts'
import { reportError } from './refused.ts'

export interface LabelsOptions {
  readonly owner: string
  readonly repo: string
  readonly sha: string
  readonly pull?: number
  readonly branch?: string
}

/**
 * The labels of the pull request; without one, those of the merged one that brought the commit to its branch. Without
 * the permission it names it (`missing`); the rest throws GITHUB.
 */
export async function readLabels(
  octokit: Octokit,
  { owner, repo, sha, pull, branch }: LabelsOptions,
): Promise<LabelledPull | { readonly missing: string } | undefined> {
  const { issues, repos } = octokit.rest
  try {
    if (pull !== undefined) {
      const { data } = await issues.listLabelsOnIssue({ owner, repo, issue_number: pull, per_page: 100 })
      return { pull, labels: data.map(({ name }) => name) }
    }
    const { data } = await repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: sha, per_page: 100 })
    // An open pull request may hold any commit: only what was merged has brought it here.
    const merged = data.find(({ merged_at, base }) => merged_at !== null && base.ref === branch)
    return merged && { pull: merged.number, labels: merged.labels.map(({ name }) => name) }
  } catch (thrown) {
    if (!isRefusal(thrown) || isRateLimit(thrown)) throw reportError(thrown, 'the question for labels')
    if (thrown.status === 403 || thrown.status === 404) return { missing: 'pull-requests: read' }
    throw reportError(thrown, 'the question for labels')
  }
}
