import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { AwsStandIn } from '../../world/aws/index.ts'
import { BLIND, PEM, ROLE, refusal, startAccount, testClock, visit } from './account.ts'

const { clock } = testClock()
let account: AwsStandIn

beforeAll(async () => {
  account = await startAccount(clock.now)
})
afterAll(() => account.close())

test('a cluster is described: where it is, and whose certificate it has', async () => {
  expect(await visit(account, clock).describeCluster('perf')).toEqual({
    name: 'perf',
    endpoint: 'https://ABC.eks.amazonaws.com',
    caData: Buffer.from(PEM).toString('base64'),
    version: '1.35',
  })
})

test('throttling and a cut connection are survived', async () => {
  account.fail('eks', { times: 1, status: 429, code: 'ThrottlingException' })
  account.fail('eks', { times: 1 })
  await expect(visit(account, clock).describeCluster('perf')).resolves.toMatchObject({ name: 'perf' })
})

test.each([
  [
    'a name that is not there',
    { name: 'perv' },
    {
      code: 'EKS',
      message: 'there is no cluster "perv" in eu-west-1 in the account of these credentials',
      hint: 'check the inputs cluster, aws-region and role-to-assume',
    },
  ],
  [
    'a cluster of another region',
    { name: 'perf', region: 'us-east-1' },
    {
      code: 'EKS',
      message: 'there is no cluster "perf" in us-east-1 in the account of these credentials',
      hint: 'check the inputs cluster, aws-region and role-to-assume',
    },
  ],
  [
    'a cluster that is being made',
    { name: 'young' },
    {
      code: 'EKS',
      message: 'cluster "young" in eu-west-1 is CREATING, not ACTIVE',
      hint: 'wait until it is ACTIVE, then run the workflow again',
    },
  ],
  [
    'a private endpoint out of reach',
    { name: 'hidden' },
    {
      code: 'EKS',
      message:
        'cluster "hidden" has only a private endpoint, which this runner cannot reach (connect ECONNREFUSED 127.0.0.1:1)',
      hint: 'use a self-hosted runner in the VPC of the cluster, or turn on its public endpoint (publicAccessCidrs can narrow it)',
    },
  ],
  [
    'a role without the right',
    { name: 'perf', role: BLIND },
    {
      code: 'AUTH',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/blind/org-shop--12 is not authorized to perform: eks:DescribeCluster on resource: arn:aws:eks:eu-west-1:111122223333:cluster/perf',
      hint: 'allow eks:DescribeCluster on this cluster to the role: see infra/iam/',
    },
  ],
])('%s is refused in words', async (_, { name, ...more }, expected) => {
  expect(await refusal(visit(account, clock, more).describeCluster(name))).toEqual(expected)
})

test('a private endpoint within reach is taken: the runner is in the VPC', async () => {
  const server = createServer((socket) => socket.end())
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as { port: number }
  account.clusters.set('inside', { endpoint: `https://127.0.0.1:${port}`, ca: PEM, privateOnly: true })
  await expect(visit(account, clock).describeCluster('inside')).resolves.toMatchObject({ name: 'inside' })
  await new Promise((closed) => server.close(closed))
})

test('ambient credentials that have ended are told apart from a missing right', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = account.issue(ROLE, 'ended', 0)
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  })
  expect(await refusal(visit(account, clock, { role: 'ambient' }).describeCluster('perf'))).toEqual({
    code: 'AUTH',
    message: 'AWS does not accept the credentials: The security token included in the request is expired',
    hint: 'renew them, or set the input role-to-assume so that the action renews its own',
  })
})

test('a refused role stays a refused role', async () => {
  const aws = visit(account, clock, { job: { repository: 'evil/shop' } })
  expect(await refusal(aws.describeCluster('perf'))).toMatchObject({
    code: 'AUTH',
    message: expect.stringContaining('Not authorized to perform sts:AssumeRoleWithWebIdentity'),
  })
})

test('a cancelled workflow ends the wait with its own reason', async () => {
  const cancelled = new AbortController()
  const aws = visit(account, clock, { signal: cancelled.signal })
  await aws.credentials()
  cancelled.abort(new Error('cancelled by the user'))
  await expect(aws.describeCluster('perf')).rejects.toThrow('cancelled by the user')
})
