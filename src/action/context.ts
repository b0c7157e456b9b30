import { PerfError } from '../core/error.ts'
import { ACCEPTED, type Head, type Origin } from '../core/request.ts'

export interface PullRequest {
  readonly number: number
  readonly headSha: string
  /** Its head is in another repository, or in one that is gone: there are no secrets, and no token that may write. */
  readonly fork: boolean
  readonly labels: readonly string[]
  /** Its labels may be from before the last push: nobody set one of them just now, or runs this again. */
  readonly labelsMayBeOld: boolean
}

/** What the runner says about the workflow run. */
export interface Context {
  readonly event: string
  readonly owner: string
  readonly repo: string
  /** The commit under test: of a pull request its head, never the merge commit. */
  readonly sha: string
  /** The branch or tag under test; of a pull request its head's. */
  readonly ref: string
  /** `ref` is a tag. */
  readonly tag: boolean
  /** Where a pull request or a merge group goes. */
  readonly baseRef?: string
  readonly pull?: PullRequest
  /** Of the event workflow_run: what the other workflow ran on. */
  readonly head?: Head
  readonly actor: string
  /** The workflow run's page. */
  readonly workflowUrl: string
  readonly apiUrl: string
  readonly serverUrl: string
}

type Environment = Readonly<Record<string, string | undefined>>
type Json = Readonly<Record<string, unknown>>

/** Reads the runner's variables and the event's file, parsed. Throws INPUT outside of a workflow. */
export function readContext(env: Environment, event: unknown): Context {
  const need = (name: string) => {
    const value = env[name]
    if (value) return value
    const hint = 'the action runs in a workflow of GitHub; from a terminal there is `perf-action run`'
    throw new PerfError('INPUT', `the runner does not set ${name}`, { hint })
  }
  const [owner = '', repo = ''] = need('GITHUB_REPOSITORY').split('/')
  const serverUrl = env['GITHUB_SERVER_URL'] || 'https://github.com'
  return {
    event: env['GITHUB_EVENT_NAME'] ?? '',
    owner,
    repo,
    ...subject(object(event), need('GITHUB_SHA'), env),
    actor: env['GITHUB_ACTOR'] ?? '',
    workflowUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${need('GITHUB_RUN_ID')}`,
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    serverUrl,
  }
}

/**
 * The events whose commit is on the branch that the runner names. Of others (workflow_run, issue_comment, …) it may be
 * anybody's code that is tested: their runs are compared, and join no history.
 */
const LANDED: readonly string[] = ['push', 'schedule', 'workflow_dispatch']

/** Why GitHub gives this workflow run no secrets; a Dependabot of the same repository has those of its own alone. */
export function withoutSecrets({ pull, actor }: Context): 'fork' | 'dependabot' | undefined {
  if (pull?.fork) return 'fork'
  return actor === 'dependabot[bot]' ? 'dependabot' : undefined
}

/** What a run speaks about. */
export function originOf({ event, owner, repo, sha, ref, baseRef, tag, pull, workflowUrl }: Context): Origin {
  const branch = baseRef ?? (tag ? '' : ref)
  return {
    owner,
    repo,
    sha,
    workflowUrl,
    ...(pull === undefined ? {} : { pull: pull.number, labels: pull.labels, labelsMayBeOld: pull.labelsMayBeOld }),
    ...(branch === '' ? {} : { branch, landed: baseRef === undefined && LANDED.includes(event) }),
  }
}

function subject(
  event: Json,
  sha: string,
  env: Environment,
): Pick<Context, 'sha' | 'ref' | 'tag' | 'baseRef' | 'pull' | 'head'> {
  const head = headOf(object(event['workflow_run']))
  const pull = pullOf(object(event['pull_request']), !meansWhatIsThere(event, env))
  const group = object(event['merge_group'])
  const ref = env['GITHUB_HEAD_REF'] || env['GITHUB_REF_NAME'] || ''
  const base = env['GITHUB_BASE_REF'] || text(group['base_ref'])?.replace(/^refs\/heads\//, '')
  return {
    sha: pull?.headSha ?? text(group['head_sha']) ?? sha,
    ref,
    tag: env['GITHUB_REF_TYPE'] === 'tag',
    ...(base ? { baseRef: base } : {}),
    ...(pull === undefined ? {} : { pull }),
    ...(head === undefined ? {} : { head }),
  }
}

/** Whether a person looked at what is there now: who runs it again, opens it, or accepts it by the label. */
function meansWhatIsThere({ action, label }: Json, env: Environment): boolean {
  if ((env['GITHUB_RUN_ATTEMPT'] || '1') !== '1') return true
  return action === 'opened' || (action === 'labeled' && object(label)['name'] === ACCEPTED)
}

/** All of it is GitHub's word; of a fork's the event names no pull request. */
function headOf({ head_sha, head_branch, head_repository }: Json): Head | undefined {
  const sha = text(head_sha)
  const branch = text(head_branch)
  const { id, owner } = object(head_repository)
  const login = text(object(owner)['login'])
  if (sha === undefined || branch === undefined || login === undefined || typeof id !== 'number') return undefined
  return { owner: login, repository: id, branch, sha }
}

function pullOf({ number, head, base, labels }: Json, labelsMayBeOld: boolean): PullRequest | undefined {
  const headSha = text(object(head)['sha'])
  if (typeof number !== 'number' || headSha === undefined) return undefined
  const from = object(object(head)['repo'])['id']
  return {
    number,
    headSha,
    fork: from === undefined || from !== object(object(base)['repo'])['id'],
    labelsMayBeOld,
    labels: (Array.isArray(labels) ? labels : []).flatMap((label) => text(object(label)['name']) ?? []),
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
