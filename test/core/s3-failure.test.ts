import { expect, test } from '@jest/globals'
import { s3Failure } from '../../src/core/s3-failure.ts'

const request = { verb: 'read', bucket: 'results', key: 'a/b', region: 'eu-west-1' } as const

test.each([
  [
    'PermanentRedirect',
    301,
    { bucketRegion: 'us-east-2' },
    'the bucket is not in eu-west-1 but in us-east-2',
    'set the region to us-east-2',
  ],
  [
    'AuthorizationHeaderMalformed',
    400,
    {},
    'the bucket is not in eu-west-1',
    'set the region to that of the bucket results',
  ],
  [
    'AccessDenied',
    403,
    { message: 'not authorized to perform: kms:Decrypt on resource' },
    'access denied (not authorized',
    "allow kms:Decrypt on the bucket's KMS key",
  ],
  ['AccessDenied', 403, {}, 'access denied (why)', 'allow s3:GetObject on arn:aws:s3:::results/a/b, and s3:ListBucket'],
  ['ExpiredToken', 400, {}, 'the credentials have expired (ExpiredToken)', 'use credentials that are renewed'],
  ['InvalidAccessKeyId', 403, {}, 'the credentials are wrong (InvalidAccessKeyId)', 'IRSA'],
  ['RequestTimeTooSkewed', 403, {}, 'the clock of this machine is wrong', 'set the clock'],
  ['SlowDown', 503, {}, 'S3 asks to slow down', 'try again'],
  ['KMS.DisabledException', 400, {}, 'KMS.DisabledException: why', 'check that the KMS key exists'],
  ['InternalError', 500, {}, 'S3 answered 500 InternalError: why', 'try again'],
  ['Strange', 418, {}, 'S3 answered 418 Strange: why', 'check the bucket results'],
])('%s (%i) is told as what it means', (name, status, more, what, hint) => {
  const failure = s3Failure({ name, status, message: 'why', ...more }, request)
  expect(failure.message).toContain(`cannot read s3://results/a/b: ${what}`)
  expect(failure.hint).toContain(hint)
})

test('no credentials, no connection and a busy service may pass; a refusal does not', () => {
  const transient = (name: string, status?: number) =>
    s3Failure({ name, message: '', ...(status === undefined ? {} : { status }) }, request).transient
  expect(['CredentialsProviderError', 'ECONNRESET', 'TimeoutError'].map((name) => transient(name))).toEqual([
    true,
    true,
    true,
  ])
  expect([transient('SlowDown', 503), transient('InternalError', 500), transient('ExpiredToken', 400)]).toEqual([
    true,
    true,
    true,
  ])
  expect([transient('AccessDenied', 403), transient('NoSuchBucket', 404)]).toEqual([false, false])
})
