import '../../support/realm.ts'
import { type Aws, type AwsOptions, createAws } from '../../../src/adapters/aws/aws.ts'
import { PerfError } from '../../../src/core/error.ts'
import { type AwsStandIn, startAws } from '../../world/aws/index.ts'
import type { Job } from '../../world/aws/issuer.ts'
import { allowing, GITHUB, trusting } from '../../world/aws/role.ts'

export const ROLE = 'arn:aws:iam::111122223333:role/perf-action'
export const BLIND = 'arn:aws:iam::111122223333:role/blind'
export const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

/** A time that only tests move, and how long was slept for. */
export interface TestClock {
  readonly clock: AwsOptions['clock']
  readonly slept: number[]
  pass(ms: number): void
}

export function testClock(): TestClock {
  let ahead = 0
  const slept: number[] = []
  return {
    slept,
    pass: (ms) => {
      ahead += ms
    },
    clock: { now: () => Date.now() + ahead, sleep: async (ms) => void slept.push(ms) },
  }
}

/** An account with a role for org/shop, and one that may nothing; the SDK finds the stand-ins by its own variables. */
export async function startAccount(now: () => number): Promise<AwsStandIn> {
  const subjects = ['repo:org/shop:*', 'repo:org@4242/shop@434343:*']
  const account = await startAws({
    now,
    roles: [
      {
        arn: ROLE,
        trust: trusting(ROLE, GITHUB, subjects),
        policy: allowing(['eks:DescribeCluster'], ['arn:aws:eks:eu-west-1:111122223333:cluster/*']),
      },
      { arn: BLIND, trust: trusting(BLIND, GITHUB, subjects), policy: { Statement: [] } },
    ],
    clusters: {
      perf: { endpoint: 'https://ABC.eks.amazonaws.com', ca: PEM },
      young: { endpoint: '', ca: '', status: 'CREATING' },
      hidden: { endpoint: 'https://127.0.0.1:1', ca: PEM, privateOnly: true },
      inside: { endpoint: 'https://127.0.0.1:2', ca: PEM, privateOnly: true },
    },
  })
  Object.assign(process.env, account.endpoints)
  return account
}

/** What the action's own door hands in: here without the runner's `::add-mask::`. */
export function idTokenOf(env: Readonly<Record<string, string | undefined>>): AwsOptions['idToken'] {
  return async (audience) => {
    const url = `${env['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${encodeURIComponent(audience)}`
    const bearer = `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`
    const answer = await fetch(url, { headers: { authorization: bearer } })
    const { value } = (await answer.json()) as { value?: string }
    if (value === undefined) throw new Error(`the runner answered ${answer.status}`)
    return value
  }
}

export interface Visit extends Partial<Omit<AwsOptions, 'roleToAssume'>> {
  readonly job?: Job
  /** `ambient`: none is assumed. */
  readonly role?: string
}

/** A job of org/shop at the account. */
export function visit(account: AwsStandIn, clock: AwsOptions['clock'], { job, role = ROLE, ...more }: Visit = {}): Aws {
  const env = account.idTokenEnv(job ?? { repository: 'org/shop' })
  return createAws({
    region: 'eu-west-1',
    ...(role === 'ambient' ? {} : { roleToAssume: role }),
    sessionName: 'org/shop #12',
    env,
    idToken: idTokenOf(more.env ?? env),
    mask: () => {},
    clock,
    signal: new AbortController().signal,
    ...more,
  })
}

/** The PerfError with which a promise fails, as people read it. */
export async function refusal(promise: Promise<unknown>): Promise<{ code: string; message: string; hint?: string }> {
  try {
    await promise
  } catch (thrown) {
    if (!(thrown instanceof PerfError)) throw thrown
    const { code, message, hint } = thrown
    return { code, message, ...(hint === undefined ? {} : { hint }) }
  }
  throw new Error('it was not refused')
}
