import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { admit, authenticate, notAccessible } from './access.ts'
import { openBare } from './bare.ts'
import { type Account, type Answer, type Handler, Refusal, type Repository, user } from './call.ts'
import { type CheckRun, checkHandlers } from './checks.ts'
import { type Contract, openContract } from './contract.ts'
import { type Discussion, discussionHandlers, newDiscussion, type Pull } from './discussion.ts'
import { type Fault, Faults } from './faults.ts'
import { gitData } from './git-data.ts'

export interface GitHubOptions {
  /** `dir` is the bare repository's folder. */
  readonly repositories: readonly (Omit<Repository, 'bare'> & { readonly dir: string })[]
  /** By token. */
  readonly accounts: Readonly<Record<string, Account>>
  /** By repository. */
  readonly pulls?: Readonly<Record<string, readonly Pull[]>>
  readonly port?: number
}

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly login: string | undefined
  /** ms since 1970. */
  readonly at: number
  status: number
}

/** GitHub's REST API over bare repositories, held to GitHub's own description in both directions. */
export interface GitHub extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly RecordedRequest[]
  /** Requests and answers of ours that break GitHub's description; a test expects none. */
  readonly violations: readonly string[]
  readonly checks: ReadonlyMap<number, CheckRun>
  discussion(repository: string): Discussion
  fault(fault: Fault): void
}

interface State {
  readonly contract: Contract
  readonly accounts: ReadonlyMap<string, Account>
  readonly repositories: ReadonlyMap<string, Repository>
  readonly handlers: Readonly<Record<string, Handler>>
  readonly requests: RecordedRequest[]
  readonly violations: string[]
  readonly faults: Faults
  base: string
}

/** Starts the stand-in on 127.0.0.1; dispose it to end it. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const checks = new Map<number, CheckRun>()
  const repositories = options.repositories.map(({ dir, ...repository }) => ({ ...repository, bare: openBare(dir) }))
  const discussions = new Map(
    options.repositories.map(({ name }) => [name, newDiscussion(options.pulls?.[name] ?? [])]),
  )
  const discussion = (name: string): Discussion => {
    const found = discussions.get(name)
    if (found === undefined) throw new Error(`the stand-in has no repository ${name}`)
    return found
  }
  const state: State = {
    contract: await openContract(),
    accounts: new Map(Object.entries(options.accounts)),
    repositories: new Map(repositories.map((repository) => [repository.name, repository])),
    handlers: { ...gitData, ...discussionHandlers(discussion), ...checkHandlers(checks), 'repos/get': repositoryBody },
    requests: [],
    violations: [],
    faults: new Faults(),
    base: '',
  }
  const server = createServer((request, response) => {
    void serve(state, request, response)
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  state.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: state.base,
    requests: state.requests,
    violations: state.violations,
    checks,
    discussion,
    fault: (fault) => state.faults.add(fault),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await Promise.all(repositories.map(({ bare }) => bare[Symbol.asyncDispose]()))
    },
  }
}

const repositoryBody: Handler = ({ repository, base }) => {
  const [login = '', name = ''] = repository.name.split('/')
  const links = { html_url: `${base}/${repository.name}`, default_branch: repository.defaultBranch ?? 'main' }
  return { status: 200, body: { name, full_name: repository.name, owner: { login }, private: true, ...links } }
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const url = new URL(request.url ?? '/', state.base)
  const method = request.method ?? 'GET'
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const account = state.accounts.get(request.headers.authorization?.replace(/^\w+ /, '') ?? '')
  const login = account === undefined ? undefined : user(account).login
  const record: RecordedRequest = { method, path: url.pathname + url.search, body, login, at: Date.now(), status: 0 }
  state.requests.push(record)
  const fault = state.faults.take(method, url.pathname)
  const meanwhile = typeof fault === 'object' && 'meanwhile' in fault
  if (meanwhile) await fault.meanwhile()
  const answer =
    fault === undefined || fault === 'lost' || meanwhile
      ? await answerOf(state, request, { method, url, body })
      : { status: fault.status, body: { message: fault.message ?? 'Server Error' }, headers: fault.headers ?? {} }
  record.status = fault === 'lost' ? 0 : answer.status
  if (fault === 'lost') {
    request.socket.destroy()
    return
  }
  const type = { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(answer.status, { ...type, ...answer.headers })
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
}

interface Parsed {
  readonly method: string
  readonly url: URL
  readonly body: unknown
}

async function answerOf(state: State, request: IncomingMessage, parsed: Parsed): Promise<Answer> {
  try {
    return await act(state, request, parsed)
  } catch (thrown) {
    if (thrown instanceof Refusal) return { status: thrown.status, body: refusalBody(thrown) }
    state.violations.push(`${parsed.method} ${parsed.url.pathname}: the stand-in failed: ${String(thrown)}`)
    return { status: 500, body: { message: String(thrown) } }
  }
}

const refusalBody = ({ message, status }: Refusal) => ({
  message,
  documentation_url: 'https://docs.github.com/rest',
  status: String(status),
})

async function act(state: State, request: IncomingMessage, { method, url, body }: Parsed): Promise<Answer> {
  const { contract, violations } = state
  const account = authenticate(state.accounts, request.headers.authorization)
  const path = url.pathname.replace(/(?<=\/git\/refs?\/).+$/, (ref) => encodeURIComponent(decodeURIComponent(ref)))
  const operation = contract.operation(method, path)
  if (operation === undefined) {
    violations.push(`${method} ${url.pathname}: not in openapi.json`)
    throw new Refusal(404, 'Not Found')
  }
  const query = Object.fromEntries(url.searchParams)
  const headers = request.headers as Record<string, string>
  const wrong = contract.request(operation, { method, path, query, headers, body })
  if (wrong.length > 0) {
    violations.push(`${method} ${url.pathname}: ${wrong.join('; ')}`)
    throw new Refusal(422, `Invalid request.\n\n${wrong.join('\n')}`)
  }
  if (operation.id === 'users/get-authenticated') {
    if (account.app !== undefined) throw new Refusal(403, notAccessible(account))
    return finish(state, operation, { status: 200, body: { ...user(account), user_view_type: 'public' } })
  }
  const { params } = operation
  const repository = admit(account, state.repositories.get(`${params['owner']}/${params['repo']}`), operation.id)
  const handler = state.handlers[operation.id]!
  const call = { repository, account, params, query: url.searchParams, body, base: state.base }
  return finish(state, operation, await handler(call))
}

/** Fills in what GitHub's description requires beside what was said, and holds the answer to it. */
function finish(state: State, operation: NonNullable<ReturnType<Contract['operation']>>, answer: Answer): Answer {
  if (answer.body === undefined) return answer
  const body = state.contract.complete(operation, answer.status, answer.body)
  const wrong = state.contract.answer(operation, answer.status, body)
  if (wrong.length > 0) state.violations.push(`answer of ${operation.id}: ${wrong.join('; ')}`)
  return { ...answer, body }
}
