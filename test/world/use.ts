import { appendFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CODE, FLUX_PATH } from './account.ts'
import type { AwsStandIn } from './aws/index.ts'
import type { Code } from './code.ts'
import type { GitHub } from './github/server.ts'
import { filesOf } from './repository.ts'
import { type ActionOptions, runAction, type StepResult } from './runner.ts'
import { occasion } from './workflow.ts'
import type { Use, Used, World } from './world.ts'

interface Parts {
  readonly code: Code
  readonly aws: AwsStandIn
  readonly github: GitHub
  /** Of a sound workflow. */
  readonly inputs: Readonly<Record<string, string>>
  readonly runner?: Pick<ActionOptions, 'folder' | 'started'>
}

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))

/** Uses the built action in a world of these parts. */
export function userOf({ code, aws, github, inputs, runner }: Parts): World['use'] {
  return async ({ files, inputs: over = {}, event = 'pull_request', token = 'job-token', env = {}, ...how }: Use) => {
    const { during, by = runAction } = how
    const { sha, workspace, pull, ...made } = await occasion(event, files, { code, aws, github })
    const { main, post } = await by({
      ...{ action: PROJECT, workspace, event: made.event, limitMs: 180_000 },
      inputs: { ...inputs, ...over },
      token: event === 'fork' ? 'token-of-a-fork' : token,
      env: { ...aws.endpoints, ...made.env, ...env },
      ...(during && { during }),
      ...runner,
    })
    await keepLog(main, post)
    const comments = [...github.discussion(CODE).comments.values()].filter(({ issue }) => issue === pull)
    const checks = [...github.checks.values()].filter((check) => check.sha === sha)
    return { ...{ main, post, sha, pull, checks }, comments: comments.map(({ body }) => body) } satisfies Used
  }
}

/** The folders of runs in a bare Flux repository. */
export async function foldersOf(fleet: string): Promise<readonly string[]> {
  const paths = Object.keys(await filesOf(fleet)).map((path) => path.slice(FLUX_PATH.length + 1).split('/'))
  return [...new Set(paths.flatMap(([first = '', ...rest]) => (rest.length > 0 ? [first] : [])))]
}

/** For the eyes of who mends a scenario: SCENARIO_LOG names a file that every run's log is added to. */
async function keepLog(main: StepResult, post: StepResult): Promise<void> {
  const file = process.env['SCENARIO_LOG']
  if (file === undefined) return
  await appendFile(
    file,
    `\n━━ main, ended with ${main.code}\n${main.log}\n━━ post, ended with ${post.code}\n${post.log}`,
  )
}
