import { CODE, FLEET } from './account.ts'
import type { Account } from './github/call.ts'

const actions = { id: 15_368, slug: 'github-actions' }

const job = (permissions: Account['repositories'][string]): Account => ({
  login: 'github-actions[bot]',
  app: actions,
  repositories: { [CODE]: permissions },
})

/** The tokens of a workflow, by name: the job's own with several `permissions:`, none of which reaches the Flux repository. */
export const TOKENS = {
  'job-token': job({ contents: 'read', checks: 'write', 'pull-requests': 'write' }),
  'token-without-comments': job({ contents: 'read', checks: 'write', 'pull-requests': 'read' }),
  'token-without-checks': job({ contents: 'read', 'pull-requests': 'write' }),
  'token-of-a-fork': job({ contents: 'read', checks: 'read', 'pull-requests': 'read' }),
  'flux-token': {
    login: 'perf-bot[bot]',
    app: { id: 77, slug: 'perf-bot' },
    repositories: { [FLEET]: { contents: 'write' } },
  },
} as const satisfies Record<string, Account>

export type JobToken = Exclude<keyof typeof TOKENS, 'flux-token'>
