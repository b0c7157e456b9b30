import type { ErrorCode } from '../core/error.ts'
import { clean } from './clean.ts'
import type { Links } from './result.ts'
import { MOST, type NoticeSection } from './section.ts'

interface About {
  readonly test: string
  readonly revision?: string
  readonly links: Links
}

interface Fault {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
}

/** An error before there was any result. */
export function errorNotice(about: About, { code, message, hint }: Fault): NoticeSection {
  return notice(about, { notice: 'error', code, message, ...(hint === undefined ? {} : { hint }) })
}

const BY_HAND =
  'a maintainer reads the change and starts the test by hand, on a branch of this repository with the same commits ' +
  '(Actions, perf by hand, Run workflow).'

const WITHOUT_SECRETS = {
  fork: {
    message:
      'No load was made: this pull request comes from a fork, and GitHub gives its workflow no secrets and no cloud identity.',
    hint:
      `${BY_HAND} workflows/fork-pr.yml and fork-pr-report.yml of perf-action measure such changes on GitHub's own ` +
      'runner, without any secret, and write the comment.',
  },
  dependabot: {
    message: 'No load was made: Dependabot started this workflow, and GitHub gives it none of the secrets of Actions.',
    hint: `${BY_HAND} Or give Dependabot the secret, too (Settings, Secrets and variables, Dependabot).`,
  },
} as const

/** A workflow run that has no secrets: nothing can be run for it, and that is nobody's fault. */
export function forkNotice(about: About, why: keyof typeof WITHOUT_SECRETS): NoticeSection {
  return notice(about, { notice: 'fork', ...WITHOUT_SECRETS[why] })
}

/** The workflow was cancelled: the load is stopped, and there is no result. */
export function cancelledNotice(about: About): NoticeSection {
  return notice(about, {
    notice: 'cancelled',
    message: 'The workflow was cancelled before the run had a result; its load is being stopped.',
    hint: 'start the workflow again when it suits.',
  })
}

function notice(
  { test, revision, links }: About,
  said: Pick<NoticeSection, 'notice' | 'message'> & Partial<Pick<NoticeSection, 'hint' | 'code'>>,
): NoticeSection {
  const cut = (untrusted: string) => clean(untrusted, MOST.text)
  return {
    schema: 'perf-action/section/v1',
    kind: 'notice',
    test: cut(test),
    ...(revision === undefined ? {} : { revision: cut(revision) }),
    links,
    ...said,
    message: cut(said.message),
    ...(said.hint === undefined ? {} : { hint: cut(said.hint) }),
  }
}
