import { expect, test } from '@jest/globals'
import { allows, type Policy } from './policy.ts'
import { GITHUB, providerArn, trusting } from './role.ts'
import { s3Access } from './s3-action.ts'

const agent: Policy = {
  Statement: [
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::team/perf/*' },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::team',
      Condition: { StringLike: { 's3:prefix': 'perf/*' } },
    },
    { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::team/perf/locked/*' },
  ],
}

test.each([
  ['PUT', '/team/perf/a%20b', true],
  ['GET', '/team/perf/a', true],
  ['HEAD', '/team/perf/a', true],
  ['POST', '/team/perf/a?uploads', true],
  ['DELETE', '/team/perf/a', false],
  ['DELETE', '/team/perf/a?uploadId=1', false],
  ['PUT', '/team/other/a', false],
  ['PUT', '/other/perf/a', false],
  ['GET', '/team?list-type=2&prefix=perf%2Fx', true],
  ['GET', '/team?list-type=2&prefix=secret', false],
  ['GET', '/team?list-type=2', false],
  ['GET', '/team/perf/locked/a', false],
  ['POST', '/team?delete', false],
])('S3 %s %s is allowed: %s', (method, target, expected) => {
  expect(allows(agent, s3Access(method, target))).toBe(expected)
})

const role = 'arn:aws:iam::111122223333:role/perf-action'
const trust = trusting(role, GITHUB, ['repo:org/shop:*'])
const principal = providerArn(role, GITHUB)
const claims = (sub: string, aud = 'sts.amazonaws.com') => ({ [`${GITHUB}:sub`]: sub, [`${GITHUB}:aud`]: aud })

test.each([
  ['its repository', { principal, context: claims('repo:org/shop:pull_request') }, true],
  ['a repository whose name begins so', { principal, context: claims('repo:org/shop-evil:pull_request') }, false],
  ['another audience', { principal, context: claims('repo:org/shop:pull_request', 'x') }, false],
  [
    'another issuer',
    { principal: providerArn(role, 'kubernetes.default.svc'), context: claims('repo:org/shop:x') },
    false,
  ],
  ['a token without a subject', { principal, context: {} }, false],
])('a role that trusts one repository, asked by %s: %j is %s', (_, access, expected) => {
  expect(allows(trust, { action: 'sts:AssumeRoleWithWebIdentity', ...access })).toBe(expected)
})

test('a condition that the stand-in cannot judge is a fault of the stand-in, never a pass', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
  const policy: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] }
  const access = { action: 's3:GetObject', resource: 'arn:aws:s3:::a/b', context: { 'aws:SourceIp': '203.0.113.7' } }
  expect(() => allows(policy, access)).toThrow('does not know the condition operator IpAddress')
})
