import type { Head } from '../../core/request.ts'
import { type ClientOptions, openClient } from './client.ts'
import { reportError } from './refused.ts'

export interface PullsOptions extends ClientOptions {
  /** Of the repository that pull requests go to. */
  readonly owner: string
  readonly repo: string
}

/**
 * The number of the open pull request whose head is this very commit; undefined where there is none. GitHub lists no pull
 * request of a fork by its commit, so it is asked for by its branch. Throws GITHUB.
 */
export async function findPull({ owner, repo, ...options }: PullsOptions, head: Head): Promise<number | undefined> {
  try {
    const { pulls } = (await openClient(options)).rest
    const asked = { owner, repo, state: 'open', head: `${head.owner}:${head.branch}`, per_page: 100 } as const
    const { data } = await pulls.list(asked)
    const found = data.filter((pull) => pull.head.sha === head.sha && pull.head.repo?.id === head.repository)
    return found.map(({ number }) => number).sort((a, b) => a - b)[0]
  } catch (thrown) {
    throw reportError(thrown, 'the question for the pull request')
  }
}
