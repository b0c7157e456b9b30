import { type Account, Refusal, type Repository } from './call.ts'

/** What each operation asks of a token: one of the permissions, at that level. */
const needs: Readonly<Record<string, readonly [level: 'read' | 'write', ...permissions: readonly string[]]>> = {
  'repos/get': ['read', 'metadata'],
  'repos/compare-commits': ['read', 'contents'],
  'git/get-ref': ['read', 'contents'],
  'git/update-ref': ['write', 'contents'],
  'git/get-commit': ['read', 'contents'],
  'git/create-commit': ['write', 'contents'],
  'git/get-tree': ['read', 'contents'],
  'git/create-tree': ['write', 'contents'],
  'git/get-blob': ['read', 'contents'],
  'git/create-blob': ['write', 'contents'],
  'repos/list-pull-requests-associated-with-commit': ['read', 'pull-requests'],
  'pulls/get': ['read', 'pull-requests'],
  'pulls/list': ['read', 'pull-requests'],
  'issues/list-labels-on-issue': ['read', 'issues', 'pull-requests'],
  'issues/list-comments': ['read', 'issues', 'pull-requests'],
  'issues/create-comment': ['write', 'issues', 'pull-requests'],
  'issues/get-comment': ['read', 'issues', 'pull-requests'],
  'issues/update-comment': ['write', 'issues', 'pull-requests'],
  'issues/delete-comment': ['write', 'issues', 'pull-requests'],
  'checks/create': ['write', 'checks'],
  'checks/get': ['read', 'checks'],
  'checks/update': ['write', 'checks'],
  'checks/list-annotations': ['read', 'checks'],
}

/** The account behind an `authorization` header. */
export function authenticate(accounts: ReadonlyMap<string, Account>, header: string | undefined): Account {
  const [, token] = /^(?:token|bearer) (.+)$/i.exec(header ?? '') ?? []
  if (token === undefined) throw new Refusal(401, 'Requires authentication')
  const account = accounts.get(token)
  if (account === undefined) throw new Refusal(401, 'Bad credentials')
  return account
}

/** Throws GitHub's refusal: 404 where the token may not even know of the repository, 403 where a permission is missing. */
export function admit(account: Account, repository: Repository | undefined, operation: string): Repository {
  const granted = repository === undefined ? undefined : account.repositories[repository.name]
  if (repository === undefined || granted === undefined) throw new Refusal(404, 'Not Found')
  const [level, ...permissions] = needs[operation] ?? (['write'] as const)
  const enough = permissions.some(
    (permission) => permission === 'metadata' || granted[permission] === 'write' || granted[permission] === level,
  )
  if (!enough) throw new Refusal(403, notAccessible(account))
  return repository
}

/** How GitHub words it for tokens of apps and of people. */
export function notAccessible(account: Account): string {
  return `Resource not accessible by ${account.app === undefined ? 'personal access token' : 'integration'}`
}
