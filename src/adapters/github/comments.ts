import type { Published } from '../../ports.ts'
import { isRefusal, type Octokit } from './client.ts'

export interface CommentsOptions {
  readonly owner: string
  readonly repo: string
  readonly pull: number
  /** Slug of the app whose token we have, where known. */
  readonly app?: string
}

interface Comment {
  readonly id: number
  readonly html_url: string
  readonly body?: string | undefined
  readonly user: { readonly login: string; readonly type: string } | null
}

/** Our one comment on a pull request. Anybody can copy the marker, so a comment of ours is also by our author. */
export async function createComments(octokit: Octokit, { owner, repo, pull, app }: CommentsOptions) {
  const { issues } = octokit.rest
  const isOurs = await authorship(octokit, app)

  /** All that begin with the marker and are by us, oldest first; a hundred a page, as many pages as there are. */
  async function ours(marker: string): Promise<readonly Comment[]> {
    const found: Comment[] = []
    const pages = octokit.paginate.iterator(issues.listComments, { owner, repo, issue_number: pull, per_page: 100 })
    for await (const { data } of pages)
      found.push(...data.filter(({ body, user }) => body?.split(/\r?\n/, 1)[0] === marker && isOurs({ user })))
    return found.sort((a, b) => a.id - b.id)
  }

  async function remove({ id }: Comment): Promise<void> {
    await issues.deleteComment({ owner, repo, comment_id: id }).catch(unlessGone)
  }

  async function update(comment: Comment, body: string): Promise<Published | undefined> {
    const answer = await issues.updateComment({ owner, repo, comment_id: comment.id, body }).catch(unlessGone)
    return answer && { url: answer.data.html_url, id: answer.data.id }
  }

  return {
    /** Replaces the oldest comment of ours, or creates one; of two created at once the younger one goes. */
    async put(marker: string, body: string): Promise<Published> {
      const [oldest, ...younger] = await ours(marker)
      await Promise.all(younger.map(remove))
      const replaced = oldest && (await update(oldest, body))
      if (replaced) return replaced
      const { data: created } = await issues.createComment({ owner, repo, issue_number: pull, body })
      const mine = { url: created.html_url, id: created.id }
      const first = (await ours(marker)).find(({ id }) => id < created.id)
      const elder = first && (await update(first, body))
      if (!elder) return mine
      await remove(created)
      return elder
    },
  }
}

/** GET /user names a person's token; an app's is refused there, and only apps' comments are by a bot. */
async function authorship(octokit: Octokit, app: string | undefined) {
  const login = app === undefined ? await person(octokit) : `${app}[bot]`
  return ({ user }: Pick<Comment, 'user'>) => (login === undefined ? user?.type === 'Bot' : user?.login === login)
}

async function person(octokit: Octokit): Promise<string | undefined> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.status === 403) return undefined
    throw thrown
  }
}

function unlessGone(thrown: unknown): undefined {
  if (isRefusal(thrown) && thrown.status === 404) return undefined
  throw thrown
}
