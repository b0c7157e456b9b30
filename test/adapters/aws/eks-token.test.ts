import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createEksToken } from '../../../src/adapters/aws/eks-token.ts'
import type { AwsStandIn } from '../../world/aws/index.ts'
import { ROLE, refusal, startAccount, type TestClock, testClock } from './account.ts'

let account: AwsStandIn
let time: TestClock

beforeAll(async () => {
  time = testClock()
  account = await startAccount(time.clock.now)
})
afterAll(() => account.close())

interface Asked {
  readonly cluster?: string
  readonly change?: (url: string) => string
}

/** What EKS's verifier does with a token: it sends the presigned request, with the cluster's name, to STS. */
async function verify(token: string, { cluster = 'perf', change = (url) => url }: Asked = {}) {
  const url = change(Buffer.from(token.replace('k8s-aws-v1.', ''), 'base64url').toString())
  const { search, host } = new URL(url)
  const { request } = await import('node:http')
  const at = new URL(account.endpoints['AWS_ENDPOINT_URL_STS']!)
  const headers = { host, 'x-k8s-aws-id': cluster, accept: 'application/json' }
  return new Promise<{ status: number; body: string }>((done, failed) => {
    const sent = request({ hostname: at.hostname, port: at.port, path: `/${search}`, headers }, (answer) => {
      let body = ''
      answer.on('data', (part) => {
        body += part
      })
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body }))
    })
    sent.on('error', failed).end()
  })
}

function minter(region = 'eu-west-1', masked: string[] = []) {
  const session = account.issue(ROLE, 'job', 3600)
  return createEksToken({
    cluster: 'perf',
    region,
    credentials: async () => session,
    clock: time.clock,
    mask: (secret) => masked.push(secret),
  })
}

test('the token is a presigned GetCallerIdentity, bound to the cluster, and nothing else', async () => {
  const { token } = await minter()()
  const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString())
  expect(token).toMatch(/^k8s-aws-v1\.[\w-]+$/)
  expect(url.origin + url.pathname).toBe('https://sts.eu-west-1.amazonaws.com/')
  expect([...url.searchParams.keys()].sort()).toEqual([
    'Action',
    'Version',
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-Security-Token',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
  ])
  expect(url.searchParams.get('X-Amz-Expires')).toBe('60')
  expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id')
})

test('it is masked, and announced to live 14 minutes', async () => {
  const masked: string[] = []
  const before = time.clock.now()
  const { token, expiresAt } = await minter('eu-west-1', masked)()
  expect(masked).toEqual([token])
  expect(Math.round((expiresAt - before) / 60_000)).toBe(14)
})

test.each([
  ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
  ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
])('in %s it is for %s, wherever our own calls go', async (region, host) => {
  const { token } = await minter(region)()
  expect(new URL(Buffer.from(token.slice(11), 'base64url').toString()).host).toBe(host)
})

test('STS recognises the role and the session by it', async () => {
  const { status, body } = await verify((await minter()()).token)
  expect(status).toBe(200)
  expect(JSON.parse(body).GetCallerIdentityResponse.GetCallerIdentityResult).toMatchObject({
    Arn: 'arn:aws:sts::111122223333:assumed-role/perf-action/job',
    Account: '111122223333',
  })
})

test.each<[string, Asked, string]>([
  ['for another cluster', { cluster: 'prod' }, 'SignatureDoesNotMatch'],
  ['with a changed byte of its signature', { change: flip(/X-Amz-Signature=(.)/) }, 'SignatureDoesNotMatch'],
  ['with a changed byte of its session token', { change: flip(/X-Amz-Security-Token=(\w)/) }, 'InvalidClientTokenId'],
  ['with another key', { change: flip(/X-Amz-Credential=ASIA(\w)/) }, 'InvalidClientTokenId'],
  [
    'with another host',
    { change: (url) => url.replace('eu-west-1.amazonaws', 'eu-west-2.amazonaws') },
    'SignatureDoesNotMatch',
  ],
  ['with another action', { change: (url) => url.replace('GetCallerIdentity', 'GetSessionToken') }, 'InvalidAction'],
  ['without its signature', { change: (url) => url.replace(/X-Amz-Signature=\w+/, '') }, 'MissingAuthenticationToken'],
])('a token %s is refused', async (_, asked, code) => {
  const { status, body } = await verify((await minter()()).token, asked)
  expect([status >= 400, JSON.parse(body).Error.Code]).toEqual([true, code])
})

/** Replaces the character that the pattern captures. */
function flip(pattern: RegExp) {
  return (url: string) =>
    url.replace(
      pattern,
      (found, one: string) => `${found.slice(0, -1)}${one === 'A' ? 'B' : one === '0' ? '1' : one === '1' ? '0' : 'A'}`,
    )
}

test('a token is good for 15 minutes and no longer; then another serves', async () => {
  const mint = minter()
  const { token } = await mint()
  time.pass(14 * 60_000)
  expect((await verify(token)).status).toBe(200)
  time.pass(2 * 60_000)
  expect(await verify(token)).toMatchObject({ status: 403, body: expect.stringContaining('Signature expired') })
  expect((await verify((await mint()).token)).status).toBe(200)
})

test('a token that is too long for EKS is refused before it is used', async () => {
  const mint = createEksToken({
    cluster: 'perf',
    region: 'eu-west-1',
    credentials: async () => ({ accessKeyId: 'A', secretAccessKey: 'b', sessionToken: 'c'.repeat(4000) }),
    clock: time.clock,
    mask: () => {},
  })
  expect(await refusal(mint())).toEqual({
    code: 'AUTH',
    message: expect.stringMatching(/^the EKS token has \d{4} bytes, and EKS takes 4096$/),
    hint: 'the session token is very long: use a role with fewer session tags and session policies',
  })
})
