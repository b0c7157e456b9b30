import type { Bare } from './bare.ts'

/** What a token may do: a permission of a workflow's `permissions:` block and its level. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

export interface Account {
  readonly login: string
  /** An installation of an app, as the job's own token is of `github-actions`; absent: a person's token. */
  readonly app?: { readonly id: number; readonly slug: string }
  /** By `owner/name`; a repository that is not listed cannot be seen. */
  readonly repositories: Readonly<Record<string, Permissions>>
}

export interface Repository {
  /** `owner/name`. */
  readonly name: string
  readonly bare: Bare
  readonly defaultBranch?: string
  /** Branches that take changes by pull request only. */
  readonly protected?: readonly string[]
}

/** One request that passed the contract and the token's rights. */
export interface Call {
  readonly repository: Repository
  readonly account: Account
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: checked against GitHub's description of this operation before
  readonly body: any
  /** Address of the stand-in, for links. */
  readonly base: string
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (call: Call) => Answer | Promise<Answer>

/** A refusal as GitHub words it. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Who an account is in GitHub's answers. */
export function user({ login, app }: Account) {
  return { login: app === undefined ? login : `${app.slug}[bot]`, type: app === undefined ? 'User' : 'Bot' }
}

/** One page of a list and the `Link` header that leads to the others. */
export function page(call: Call, path: string, items: readonly unknown[]): Answer {
  const size = Math.min(Number(call.query.get('per_page') ?? 30), 100)
  const number = Number(call.query.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = (to: number, rel: string) => `<${call.base}${path}?per_page=${size}&page=${to}>; rel="${rel}"`
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ]
  const body = items.slice((number - 1) * size, number * size)
  return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) }
}
