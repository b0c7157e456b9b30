import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { type AwsStandIn, startAws } from '../../world/aws/index.ts'
import type { Job } from '../../world/aws/issuer.ts'
import { ROLE, refusal, startAccount, type TestClock, testClock, visit } from './account.ts'

const HOUR = 3_600_000
const accounts: AwsStandIn[] = []
let account: AwsStandIn
let time: TestClock

beforeEach(async () => {
  time = testClock()
  account = await startAccount(time.clock.now)
  accounts.push(account)
})
afterAll(() => Promise.all(accounts.map((one) => one.close())))

test('a role is assumed by OIDC for an hour, once for all clients, and its secrets are masked', async () => {
  const masked: string[] = []
  const aws = visit(account, time.clock, { mask: (secret) => masked.push(secret) })
  const [first, second] = await Promise.all([aws.credentials(), aws.credentials()])
  expect(second).toBe(first)
  expect(account.idTokens).toHaveLength(1)
  expect(Math.round((first.expiration!.getTime() - time.clock.now()) / 60_000)).toBe(60)
  expect(masked).toEqual([first.secretAccessKey, first.sessionToken])
})

test('the session bears a name that AWS takes', async () => {
  const sts = new STSClient(visit(account, time.clock).client)
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
  expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/perf-action/org-shop--12')
})

test('a session is renewed before it ends, with another ID token', async () => {
  const aws = visit(account, time.clock)
  const first = await aws.credentials()
  time.pass(HOUR - 11 * 60_000)
  expect(await aws.credentials()).toBe(first)
  time.pass(2 * 60_000)
  expect((await aws.credentials()).accessKeyId).not.toBe(first.accessKeyId)
  expect(new Set(account.idTokens).size).toBe(2)
})

test('a session that cannot be renewed serves until it ends', async () => {
  const aws = visit(account, time.clock)
  const first = await aws.credentials()
  account.roles.delete(ROLE)
  time.pass(HOUR - 5 * 60_000)
  expect(await aws.credentials()).toBe(first)
  time.pass(4.5 * 60_000)
  expect(await refusal(aws.credentials())).toMatchObject({ code: 'AUTH' })
})

test.each([
  ['throttling', { status: 400, code: 'Throttling' }],
  ['a failing service', { status: 503, code: 'ServiceUnavailable' }],
  ['a cut connection', {}],
  [
    'keys that AWS could not fetch',
    {
      status: 400,
      code: 'InvalidIdentityToken',
      message: "Couldn't retrieve verification key from your identity provider",
    },
  ],
])('after %s the role is tried again, each time with an ID token of its own', async (_, failure) => {
  account.fail('sts', { times: 3, ...failure })
  await visit(account, time.clock).credentials()
  expect(time.slept).toEqual([1000, 2000, 4000])
  expect(new Set(account.idTokens).size).toBe(4)
})

test('a service that keeps failing is given up after four tries', async () => {
  account.fail('sts', { times: 9, status: 500, code: 'InternalFailure', message: 'Please try again.' })
  expect(await refusal(visit(account, time.clock).credentials())).toMatchObject({
    code: 'AUTH',
    message: expect.stringContaining(`AWS STS in eu-west-1 gave no credentials for ${ROLE}: Please try again.`),
  })
  expect(account.idTokens).toHaveLength(4)
})

const TRUST_HINT =
  "check the ARN, and that the role's trust policy allows this sub (`repo:OWNER/REPO:…`, or `repo:OWNER@OWNER-ID/REPO@REPO-ID:…` for repositories created since 2026-07-15) and this aud: see infra/iam/action-trust.json"

const refusals: readonly [string, { readonly job?: Job; readonly role?: string }, string, string][] = [
  [
    'another repository',
    { job: { repository: 'evil/shop', event: 'pull_request' } },
    `AWS STS in eu-west-1 refused ${ROLE}: Not authorized to perform sts:AssumeRoleWithWebIdentity (the ID token has sub "repo:evil/shop:pull_request", aud "sts.amazonaws.com")`,
    TRUST_HINT,
  ],
  [
    'a subject in the immutable form that is not trusted',
    { job: { repository: 'evil/shop', immutable: true, environment: 'prod:eu' } },
    `AWS STS in eu-west-1 refused ${ROLE}: Not authorized to perform sts:AssumeRoleWithWebIdentity (the ID token has sub "repo:evil@4242/shop@434343:environment:prod%3Aeu", aud "sts.amazonaws.com")`,
    TRUST_HINT,
  ],
  [
    'a role that is not there',
    { role: `${ROLE}-x` },
    `AWS STS in eu-west-1 refused ${ROLE}-x: Not authorized to perform sts:AssumeRoleWithWebIdentity (the ID token has sub "repo:org/shop:ref:refs/heads/main", aud "sts.amazonaws.com")`,
    TRUST_HINT,
  ],
  [
    'another audience',
    { job: { repository: 'org/shop', claims: { aud: 'someone-else' } } },
    `AWS STS in eu-west-1 refused ${ROLE}: Incorrect token audience (the ID token has sub "repo:org/shop:ref:refs/heads/main", aud "someone-else")`,
    'the account needs an IAM OIDC provider for https://token.actions.githubusercontent.com with the audience sts.amazonaws.com',
  ],
  [
    'an issuer that the account does not know',
    { job: { repository: 'org/shop', claims: { iss: 'https://ghes.example/_services/token' } } },
    `AWS STS in eu-west-1 refused ${ROLE}: No OpenIDConnect provider found in your account for https://ghes.example/_services/token (the ID token has sub "repo:org/shop:ref:refs/heads/main", aud "sts.amazonaws.com")`,
    'the account needs an IAM OIDC provider for https://token.actions.githubusercontent.com with the audience sts.amazonaws.com',
  ],
]

test.each(refusals)(
  '%s is refused, and the message says whom and why',
  async (_, { job, role = ROLE }, message, hint) => {
    const aws = visit(account, time.clock, { role, ...(job && { job }) })
    expect(await refusal(aws.credentials())).toEqual({ code: 'AUTH', message, hint })
    expect(time.slept).toEqual([])
  },
)

test('a token of another signer is refused', async () => {
  const forger = await startAws()
  const env = forger.idTokenEnv({ repository: 'org/shop' })
  expect(await refusal(visit(account, time.clock, { env }).credentials())).toMatchObject({
    message: expect.stringContaining("Couldn't verify the signature of the provided token"),
  })
  await forger.close()
})

test('an immutable subject that is trusted is accepted', async () => {
  const aws = visit(account, time.clock, { job: { repository: 'org/shop', immutable: true } })
  await expect(aws.credentials()).resolves.toBeDefined()
})

test('ID tokens that are always too old point at the clock', async () => {
  const aws = visit(account, time.clock, { job: { repository: 'org/shop', lifetime: -1 } })
  const { message, hint } = await refusal(aws.credentials())
  expect(message).toMatch(/^AWS STS in eu-west-1 refused .*: Token expired: current date\/time \d+ must be before the/)
  expect(hint).toBe('every try had a fresh ID token, so a clock is wrong: check that of the runner')
  expect(new Set(account.idTokens).size).toBe(4)
})

test('a job without the permission to ask for an ID token is told its name', async () => {
  expect(await refusal(visit(account, time.clock, { env: {} }).credentials())).toEqual({
    code: 'AUTH',
    message: `this job may not ask GitHub for an ID token, so it cannot assume ${ROLE}`,
    hint: 'give the job `permissions: id-token: write`; a pull request from a fork never gets it',
  })
})

test('a request token that has ended is told apart from a refused role', async () => {
  const env = { ...account.idTokenEnv({ repository: 'org/shop' }), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'ended' }
  expect(await refusal(visit(account, time.clock, { env }).credentials())).toEqual({
    code: 'AUTH',
    message: 'GitHub gave no ID token for sts.amazonaws.com: the runner answered 401',
    hint: 'a job may ask for about six hours: make the test shorter than that',
  })
})

test('a region that AWS closed to the account is named', async () => {
  account.fail('sts', {
    times: 1,
    status: 403,
    code: 'RegionDisabledException',
    message: 'STS is not activated in this region',
  })
  expect(await refusal(visit(account, time.clock).credentials())).toMatchObject({
    message: expect.stringMatching(/^AWS STS in eu-west-1 refused .*: STS is not activated in this region/),
    hint: 'activate STS in this region for the account, or choose another aws-region',
  })
})

test('a region without an address is named', async () => {
  process.env['AWS_ENDPOINT_URL_STS'] = 'http://sts.eu-nowhere-1.invalid'
  expect(await refusal(visit(account, time.clock, { region: 'eu-nowhere-1' }).credentials())).toMatchObject({
    code: 'AUTH',
    message: expect.stringMatching(/^STS of region "eu-nowhere-1" has no address: getaddrinfo E/),
    hint: 'check the input aws-region, and that this runner can resolve names of AWS',
  })
})

test('without a role the credentials of the environment serve', async () => {
  const issued = account.issue(ROLE, 'ambient', 900)
  process.env['AWS_ACCESS_KEY_ID'] = issued.accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = issued.secretAccessKey
  process.env['AWS_SESSION_TOKEN'] = issued.sessionToken
  const sts = new STSClient(visit(account, time.clock, { role: 'ambient', env: {} }).client)
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/assumed-role\/perf-action\/ambient$/)
  expect(account.idTokens).toEqual([])
})

test('without a role and without any credentials the two ways to have some are named', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
    delete process.env[name]
  const nowhere = {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  }
  Object.assign(process.env, nowhere)
  expect(await refusal(visit(account, time.clock, { role: 'ambient' }).credentials())).toEqual({
    code: 'AUTH',
    message: 'no AWS credentials: Could not load credentials from any providers',
    hint: 'set the input role-to-assume, or run aws-actions/configure-aws-credentials before this step',
  })
})
