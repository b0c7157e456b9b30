import { type Account, type Answer, type Call, type Handler, page, Refusal, user } from './call.ts'
import { idOf } from './event.ts'

export interface Comment {
  readonly id: number
  readonly issue: number
  body: string
  readonly author: Account
}

export interface Pull {
  readonly number: number
  readonly head: { readonly sha: string; readonly ref: string; readonly repository: string }
  readonly base: { readonly sha: string; readonly ref: string }
  labels: readonly string[]
  /** The commit by which it came to its base. */
  merged?: string
}

/** Pull requests and comments of one repository. */
export interface Discussion {
  readonly pulls: Map<number, Pull>
  readonly comments: Map<number, Comment>
  add(issue: number, author: Account, body: string): Comment
}

const longest = 65_536

/** An empty discussion. Its ids are beyond 32 bits, as GitHub's are today. */
export function newDiscussion(pulls: readonly Pull[]): Discussion {
  const comments = new Map<number, Comment>()
  let last = 5_000_000_000
  return {
    pulls: new Map(pulls.map((pull) => [pull.number, pull])),
    comments,
    add(issue, author, body) {
      const comment = { id: ++last, issue, author, body }
      comments.set(comment.id, comment)
      return comment
    },
  }
}

/** Handlers over the discussions by repository. */
export function discussionHandlers(of: (repository: string) => Discussion): Readonly<Record<string, Handler>> {
  const pullOf = (call: Call, name: string): Pull => {
    const pull = of(call.repository.name).pulls.get(Number(call.params[name]))
    if (pull === undefined) throw new Refusal(404, 'Not Found')
    return pull
  }
  const commentOf = (call: Call): Comment => {
    const comment = of(call.repository.name).comments.get(Number(call.params['comment_id']))
    if (comment === undefined) throw new Refusal(404, 'Not Found')
    return comment
  }
  return {
    'pulls/get': (call) => ({ status: 200, body: pullBody(call, pullOf(call, 'pull_number')) }),
    'pulls/list': (call) => {
      const { query } = call
      const ends = [...of(call.repository.name).pulls.values()].map((pull) => ({ pull, body: pullBody(call, pull) }))
      const [state, head] = [query.get('state') ?? 'open', query.get('head')]
      const asked = ends.filter(
        ({ body }) => (state === 'all' || body.state === state) && (head === null || body.head.label === head),
      )
      return page(
        call,
        `/repos/${call.repository.name}/pulls`,
        asked.map(({ body }) => body),
      )
    },
    'repos/list-pull-requests-associated-with-commit': (call) => {
      const sha = call.params['commit_sha']
      const all = [...of(call.repository.name).pulls.values()].filter(
        ({ head, merged }) => sha === (merged ?? head.sha),
      )
      return page(
        call,
        `/repos/${call.repository.name}/commits/${sha}/pulls`,
        all.map((pull) => pullBody(call, pull)),
      )
    },
    'issues/list-labels-on-issue': (call) => {
      const labels = pullOf(call, 'issue_number').labels.map((name) => ({ name }))
      return page(call, `/repos/${call.repository.name}/issues/${call.params['issue_number']}/labels`, labels)
    },
    'issues/list-comments': (call) => {
      const { number } = pullOf(call, 'issue_number')
      const all = [...of(call.repository.name).comments.values()].filter(({ issue }) => issue === number)
      const path = `/repos/${call.repository.name}/issues/${number}/comments`
      return page(
        call,
        path,
        all.map((comment) => commentBody(call, comment)),
      )
    },
    'issues/create-comment': (call) => {
      const { number } = pullOf(call, 'issue_number')
      const comment = of(call.repository.name).add(number, call.account, text(call))
      return { status: 201, body: commentBody(call, comment) }
    },
    'issues/get-comment': (call) => ({ status: 200, body: commentBody(call, commentOf(call)) }),
    'issues/update-comment': (call) => {
      const comment = commentOf(call)
      comment.body = text(call)
      return { status: 200, body: commentBody(call, comment) }
    },
    'issues/delete-comment': (call): Answer => {
      of(call.repository.name).comments.delete(commentOf(call).id)
      return { status: 204 }
    },
  }
}

function text(call: Call): string {
  const body: string = call.body.body
  if (body === '') throw new Refusal(422, "Validation Failed: body can't be blank")
  if (body.length > longest) throw new Refusal(422, `Body is too long (maximum is ${longest} characters)`)
  return body
}

function commentBody(call: Call, { id, issue, author, body }: Comment) {
  const page = `${call.base}/${call.repository.name}/pull/${issue}`
  const links = {
    url: `${call.base}/repos/${call.repository.name}/issues/comments/${id}`,
    html_url: `${page}#issuecomment-${id}`,
  }
  return { id, ...links, body, user: person(author), performed_via_github_app: null }
}

/** The fields that GitHub gives of a user wherever one is named. */
function person(account: Account) {
  const { login, type } = user(account)
  const url = `https://github.invalid/users/${login}`
  const lists = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events']
  const urls = Object.fromEntries(lists.map((name) => [`${name}_url`, `${url}/${name}`]))
  const head = { login, id: 1, node_id: '', avatar_url: url, gravatar_id: '', url, html_url: url }
  return { ...head, ...urls, received_events_url: `${url}/received_events`, type, site_admin: false }
}

function pullBody(call: Call, { number, head, base, labels, merged }: Pull) {
  const repository = call.repository.name
  const end = (full_name: string, { sha, ref }: { sha: string; ref: string }) => ({
    sha,
    ref,
    label: `${full_name.split('/')[0]}:${ref}`,
    repo: { id: idOf(full_name), full_name, fork: full_name !== repository },
  })
  return {
    number,
    html_url: `${call.base}/${repository}/pull/${number}`,
    state: merged === undefined ? 'open' : 'closed',
    merged_at: merged === undefined ? null : '2026-11-02T10:00:00Z',
    head: end(head.repository, head),
    base: end(repository, base),
    labels: labels.map((name) => ({ id: 1, node_id: '', url: '', name, description: '', color: '', default: false })),
  }
}
