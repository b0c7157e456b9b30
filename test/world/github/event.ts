import { createHash } from 'node:crypto'

/** What started a workflow: the event file and the environment that the runner makes of it. */
export interface RunnerEvent {
  readonly payload: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string>>
}

export interface Origin {
  /** `owner/name` of the repository that the workflow runs in. */
  readonly repository: string
  /** Address of GitHub: of the API and, here, of the pages. */
  readonly url: string
  readonly actor?: string
}

export interface PullRequestEvent extends Origin {
  readonly number: number
  /** The pull request's head; `repository` where it comes from a fork. */
  readonly head: { readonly sha: string; readonly ref: string; readonly repository?: string }
  readonly base: { readonly sha: string; readonly ref: string }
  /** The merge commit, which the workflow runs on. */
  readonly merge: string
  readonly action?: 'opened' | 'synchronize' | 'reopened' | 'labeled'
  readonly labels?: readonly string[]
}

export interface BranchEvent extends Origin {
  readonly sha: string
  readonly branch?: string
}

/** `on: pull_request`; of a fork where the head's repository is another one. */
export function pullRequest(event: PullRequestEvent): RunnerEvent {
  const { number, head, base, merge, action = 'synchronize', labels = [] } = event
  const from = head.repository ?? event.repository
  const end = (repository: string, { sha, ref }: { sha: string; ref: string }) => ({
    label: `${owner(repository)}:${ref}`,
    ref,
    sha,
    repo: { ...repositoryOf({ ...event, repository }), fork: repository !== event.repository },
    user: { login: owner(repository) },
  })
  const payload = {
    action,
    number,
    pull_request: {
      number,
      state: 'open',
      html_url: `${event.url}/${event.repository}/pull/${number}`,
      title: 'Make it faster',
      body: null,
      draft: false,
      merged: false,
      merge_commit_sha: merge,
      head: end(from, head),
      base: end(event.repository, base),
      labels: labels.map((name) => ({ name })),
      user: { login: owner(from) },
    },
  }
  return made(event, 'pull_request', payload, {
    GITHUB_SHA: merge,
    GITHUB_REF: `refs/pull/${number}/merge`,
    GITHUB_REF_NAME: `${number}/merge`,
    GITHUB_HEAD_REF: head.ref,
    GITHUB_BASE_REF: base.ref,
  })
}

/** `on: workflow_dispatch`. */
export function workflowDispatch(
  event: BranchEvent & { readonly inputs?: Readonly<Record<string, string>> },
): RunnerEvent {
  const { branch = 'main', inputs = {} } = event
  const payload = { inputs, ref: `refs/heads/${branch}`, workflow: '.github/workflows/perf.yml' }
  return made(event, 'workflow_dispatch', payload, onBranch(event))
}

/** `on: schedule`. */
export function schedule(event: BranchEvent & { readonly cron?: string }): RunnerEvent {
  const payload = { schedule: event.cron ?? '0 3 * * *', workflow: '.github/workflows/perf.yml' }
  return made(event, 'schedule', payload, onBranch(event))
}

function onBranch({ sha, branch = 'main' }: BranchEvent): Record<string, string> {
  const ref = { GITHUB_REF: `refs/heads/${branch}`, GITHUB_REF_NAME: branch }
  return { GITHUB_SHA: sha, ...ref, GITHUB_HEAD_REF: '', GITHUB_BASE_REF: '' }
}

const owner = (repository: string) => repository.split('/')[0] ?? ''

/** A number of its own for each name: by it a fork is told from the repository. */
export const idOf = (repository: string) =>
  Number.parseInt(createHash('sha256').update(repository).digest('hex').slice(0, 8), 16)

function repositoryOf({ repository, url }: Origin) {
  const [login = '', name = ''] = repository.split('/')
  return {
    id: idOf(repository),
    name,
    full_name: repository,
    private: true,
    owner: { login },
    html_url: `${url}/${repository}`,
    default_branch: 'main',
  }
}

function made(
  origin: Origin,
  name: string,
  payload: Record<string, unknown>,
  ref: Record<string, string>,
): RunnerEvent {
  const { repository, url, actor = 'jo' } = origin
  const workflow = `${repository}/.github/workflows/perf.yml@${ref['GITHUB_REF']}`
  return {
    payload: { ...payload, repository: repositoryOf(origin), sender: { login: actor, type: 'User' } },
    env: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: '__self',
      GITHUB_ACTOR: actor,
      GITHUB_TRIGGERING_ACTOR: actor,
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_SERVER_URL: url,
      GITHUB_EVENT_NAME: name,
      GITHUB_JOB: 'perf',
      GITHUB_REF_PROTECTED: 'false',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REPOSITORY: repository,
      GITHUB_REPOSITORY_ID: String(idOf(repository)),
      GITHUB_REPOSITORY_OWNER: owner(repository),
      GITHUB_REPOSITORY_OWNER_ID: '2',
      GITHUB_RETENTION_DAYS: '90',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: '1000000001',
      GITHUB_RUN_NUMBER: '1',
      GITHUB_WORKFLOW: 'Performance',
      GITHUB_WORKFLOW_REF: workflow,
      GITHUB_WORKFLOW_SHA: ref['GITHUB_SHA'] ?? '',
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_NAME: 'GitHub Actions 1',
      RUNNER_OS: 'Linux',
      ...ref,
    },
  }
}
