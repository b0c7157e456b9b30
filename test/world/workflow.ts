import { CODE, ENVIRONMENT } from './account.ts'
import type { AwsStandIn } from './aws/index.ts'
import type { Code } from './code.ts'
import { pullRequest, type RunnerEvent, schedule, workflowDispatch } from './github/event.ts'
import type { GitHub } from './github/server.ts'

export type EventName = 'pull_request' | 'fork' | 'workflow_dispatch' | 'schedule'

/** Why a workflow runs, and what the runner gives to its job. */
interface Occasion {
  readonly event: RunnerEvent
  readonly env: Readonly<Record<string, string>>
  readonly workspace: string
  readonly sha: string
  readonly pull: number | undefined
}

interface Parts {
  readonly code: Code
  readonly aws: AwsStandIn
  readonly github: GitHub
}

/** Makes the commit with these files, the pull request where there is one, and the event. A fork's job gets no ID token. */
export async function occasion(name: EventName, files: Readonly<Record<string, string>>, parts: Parts) {
  return name === 'pull_request' || name === 'fork'
    ? proposed(name === 'fork' ? 'stranger/shop' : CODE, files, parts)
    : landed(name, files, parts)
}

async function proposed(
  from: string,
  files: Readonly<Record<string, string>>,
  { code, aws, github }: Parts,
): Promise<Occasion> {
  const { number, branch, merge, workspace, ...shas } = await code.propose(files)
  const head = { sha: shas.head, ref: branch, repository: from }
  const base = { sha: shas.base, ref: 'main' }
  github.discussion(CODE).pulls.set(number, { number, head, base, labels: [] })
  const event = pullRequest({ repository: CODE, url: github.url, number, head, base, merge })
  const job = { repository: CODE, event: 'pull_request', environment: ENVIRONMENT, ref: `refs/pull/${number}/merge` }
  return { event, env: from === CODE ? aws.idTokenEnv(job) : {}, workspace, sha: head.sha, pull: number }
}

async function landed(
  name: 'workflow_dispatch' | 'schedule',
  files: Readonly<Record<string, string>>,
  { code, aws, github }: Parts,
): Promise<Occasion> {
  const { sha, workspace } = await code.land(files)
  const about = { repository: CODE, url: github.url, sha }
  const event = name === 'schedule' ? schedule(about) : workflowDispatch(about)
  const env = aws.idTokenEnv({ repository: CODE, event: name, environment: ENVIRONMENT })
  return { event, env, workspace, sha, pull: undefined }
}
