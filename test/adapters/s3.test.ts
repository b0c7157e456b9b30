import { expect, test } from '@jest/globals'
import { createS3Store } from '../../src/adapters/s3.ts'
import '../support/realm.ts'
import { type S3Server, startS3 } from '../support/s3.ts'

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
const storeAt = ({ endpoint }: S3Server, bucket = 'results') =>
  createS3Store({ bucket, region: 'eu-west-1', endpoint, credentials })
const text = (body: Uint8Array | undefined) => body && Buffer.from(body).toString()

test('what is put is got, and nothing is got where nothing is', async () => {
  await using s3 = await startS3('results')
  const store = storeAt(s3)
  await store.put('a/ü & b.json', '{"a":1}', 'application/json')
  expect(text(await store.get('a/ü & b.json'))).toBe('{"a":1}')
  expect(await store.get('a/none')).toBeUndefined()
})

test('a body of unknown length is uploaded, in parts when it is long', async () => {
  await using s3 = await startS3('results')
  const store = storeAt(s3)
  const piece = Buffer.alloc(1024 * 1024, 'x')
  const pieces = async function* (count: number) {
    for (let i = 0; i < count; i++) yield piece
  }
  await store.upload('short', pieces(1), 'text/plain')
  await store.upload('long', pieces(17), 'text/plain')
  expect((await store.get('short'))?.length).toBe(piece.length)
  expect((await store.get('long'))?.length).toBe(17 * piece.length)
  expect(s3.requests.filter((request) => /^PUT .*long.*partNumber=/.test(request))).toHaveLength(3)
})

test('a list has all the keys of the prefix, however many', async () => {
  await using s3 = await startS3('results')
  const store = storeAt(s3)
  const keys = Array.from({ length: 1003 }, (_, n) => `many/${String(n).padStart(4, '0')}`)
  for (let at = 0; at < keys.length; at += 50)
    await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, '', 'text/plain')))
  expect(await store.list('many/')).toEqual(keys)
  expect(await store.list('none/')).toEqual([])
  const asked = s3.requests.length
  expect(await store.list('many/', 20)).toEqual(keys.slice(0, 20))
  expect(s3.requests.slice(asked)).toEqual([expect.stringContaining('max-keys=20')])
})

test('of many that create an object at once, one has', async () => {
  await using s3 = await startS3('results')
  const all = Array.from({ length: 8 }, (_, n) => storeAt(s3).create('claim', `${n}`, 'text/plain'))
  const won = await Promise.all(all)
  expect(won.filter(Boolean)).toHaveLength(1)
  expect(text(await storeAt(s3).get('claim'))).toBe(String(won.indexOf(true)))
})

test('who created an object and lost the answer knows its own', async () => {
  await using s3 = await startS3('results')
  let lost = 0
  s3.failing((request) => (request.startsWith('PUT') && lost++ === 0 ? 'answer lost' : undefined))
  expect(await storeAt(s3).create('claim', 'mine', 'text/plain')).toBe(true)
  expect(lost).toBe(2)
})

test('who was cut off before, and then came second, knows that too', async () => {
  await using s3 = await startS3('results')
  await storeAt(s3).put('claim', 'theirs', 'text/plain')
  let cut = 0
  s3.failing((request) => (request.startsWith('PUT') && cut++ === 0 ? 'refused' : undefined))
  expect(await storeAt(s3).create('claim', 'theirs', 'text/plain')).toBe(false)
})

test('a conflict of two writers at one moment is tried again', async () => {
  await using s3 = await startS3('results')
  let conflicts = 0
  const conflict = { status: 409, code: 'ConditionalRequestConflict' }
  s3.failing((request) => (request.startsWith('PUT') && conflicts++ < 2 ? conflict : undefined))
  expect(await storeAt(s3).create('claim', 'mine', 'text/plain')).toBe(true)
})

test('a busy S3 is asked again', async () => {
  await using s3 = await startS3('results')
  let busy = 0
  s3.failing(() => (busy++ < 2 ? { status: 503, code: 'SlowDown' } : undefined))
  await storeAt(s3).put('key', 'body', 'text/plain')
  expect(text(await storeAt(s3).get('key'))).toBe('body')
})

test('a failure names the place, what to do, and whether it may pass', async () => {
  await using s3 = await startS3('results')
  await expect(storeAt(s3, 'elsewhere').put('a/b', '', 'text/plain')).rejects.toMatchObject({
    code: 'STORE',
    message: 'cannot write s3://elsewhere/a/b: there is no bucket elsewhere',
    hint: 'create the bucket elsewhere in eu-west-1, or correct its name',
    transient: false,
  })
  s3.failing(() => ({ status: 403, code: 'AccessDenied' }))
  await expect(storeAt(s3).list('a/')).rejects.toMatchObject({
    message: 'cannot list s3://results/a/: access denied (AccessDenied it is)',
    hint: expect.stringContaining('allow s3:ListBucket on arn:aws:s3:::results (prefix a/)'),
  })
})

test('an S3 that is not there may come back', async () => {
  const store = createS3Store({ bucket: 'results', region: 'eu-west-1', endpoint: 'http://127.0.0.1:1', credentials })
  await expect(store.get('a')).rejects.toMatchObject({
    message: expect.stringMatching(/^cannot read s3:\/\/results\/a: S3 in eu-west-1 is not reachable \(ECONNREFUSED: /),
    transient: true,
  })
}, 60_000)

test.each([
  [
    'eu-west-1',
    'a/b c.json',
    'https://eu-west-1.console.aws.amazon.com/s3/object/results?region=eu-west-1&prefix=a%2Fb+c.json',
  ],
  [
    'us-gov-east-1',
    'a/',
    'https://us-gov-east-1.console.amazonaws-us-gov.com/s3/buckets/results?region=us-gov-east-1&prefix=a%2F',
  ],
])('the link to an object in %s opens the console', (region, key, url) => {
  expect(createS3Store({ bucket: 'results', region, credentials }).url(key)).toBe(url)
})
