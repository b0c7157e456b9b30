import { randomUUID } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Readable } from 'node:stream'
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { PerfError, reason } from '../core/error.ts'
import { type S3Request, s3Failure } from '../core/s3-failure.ts'
import type { Store } from '../ports.ts'

export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** Default: the SDK's own chain, which reads a web identity's token anew whenever it renews (IRSA). */
  readonly credentials?: S3ClientConfig['credentials']
  /** Default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, or AWS itself. Any but AWS is spoken to in path style. */
  readonly endpoint?: string
  /** Encrypts what is written with this KMS key; default: as the bucket does. */
  readonly kmsKeyId?: string
}

const ATTEMPTS = 6
const PART_BYTES = 8 * 1024 * 1024

/** The bucket as a Store. Retries are bounded (about half a minute); failures are PerfErrors STORE. */
export function createS3Store(settings: S3Settings): Store {
  const { bucket, region } = settings
  const endpoint = settings.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  const client = connect(settings, endpoint)
  const on = (verb: S3Request['verb'], key: string): S3Request => ({
    verb,
    bucket,
    key,
    region,
    ...(settings.kmsKeyId === undefined ? {} : { kmsKeyId: settings.kmsKeyId }),
  })
  const object = (key: string, type: string) => ({
    Bucket: bucket,
    Key: key,
    ContentType: type,
    ...(settings.kmsKeyId ? { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: settings.kmsKeyId } : {}),
  })
  return {
    put: (key, body, type) =>
      wrapped(on('write', key), async () => {
        await client.send(new PutObjectCommand({ ...object(key, type), Body: Buffer.from(body) }))
      }),
    create: (key, body, type) =>
      wrapped(on('write', key), () => putNew(client, { ...object(key, type), Body: Buffer.from(body) })),
    upload: (key, body, type) =>
      wrapped(on('write', key), async () => {
        const params = { ...object(key, type), Body: Readable.from(body, { objectMode: false }) }
        await new Upload({ client, params, partSize: PART_BYTES, queueSize: 2 }).done()
      }),
    get: (key) => wrapped(on('read', key), () => read(client, bucket, key)),
    list: (prefix, most) =>
      wrapped(on('list', prefix), async () => {
        const keys: string[] = []
        const input = { Bucket: bucket, Prefix: prefix, ...(most === undefined ? {} : { MaxKeys: most }) }
        for await (const page of paginateListObjectsV2({ client }, input)) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key)
          if (most !== undefined) break
        }
        return keys
      }),
    url: (key) =>
      endpoint ? `${endpoint.replace(/\/+$/, '')}/${bucket}/${escapeKey(key)}` : consoleUrl(bucket, region, key),
  }
}

function connect({ region, credentials }: S3Settings, endpoint: string | undefined): S3Client {
  // The SDK brings its own agents and reads no proxy from the environment.
  const agent = { keepAlive: true, maxSockets: 16, proxyEnv: process.env }
  return new S3Client({
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      connectionTimeout: 5_000,
      socketTimeout: 30_000,
    },
    ...(credentials ? { credentials } : {}),
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  })
}

/**
 * Puts where nothing is. After an answer that was lost, the SDK's next attempt meets the object of the one before:
 * each call marks its object, so that it knows its own.
 */
async function putNew(client: S3Client, input: PutObjectCommandInput): Promise<boolean> {
  const writer = randomUUID()
  for (let conflicts = 0; ; conflicts++) {
    try {
      await client.send(new PutObjectCommand({ ...input, IfNoneMatch: '*', Metadata: { writer } }))
      return true
    } catch (thrown) {
      const { status, attempts } = faultOf(thrown)
      if (status === 412) {
        if (attempts === 1 && conflicts === 0) return false
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: input.Bucket, Key: input.Key }))
        return Metadata?.['writer'] === writer
      }
      // ConditionalRequestConflict: somebody writes the same key at this moment
      if (status !== 409 || conflicts >= ATTEMPTS) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** conflicts * Math.random()))
    }
  }
}

async function read(client: S3Client, bucket: string, key: string): Promise<Uint8Array | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    } catch (thrown) {
      const { name, status } = faultOf(thrown)
      if (name === 'NoSuchKey') return undefined
      // Without a status the connection was cut within the body, which the SDK does not retry.
      if (status !== undefined || attempt >= 3) throw thrown
    }
  }
}

async function wrapped<T>(request: S3Request, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof PerfError) throw cause
    const { message, hint, transient } = s3Failure(faultOf(cause), request)
    throw new PerfError('STORE', message, { hint, transient, cause })
  }
}

function faultOf(thrown: unknown) {
  const error = Object(thrown) as {
    name?: string
    code?: string
    $metadata?: { httpStatusCode?: number; attempts?: number }
    $response?: { headers?: Record<string, string> }
  }
  const status = error.$metadata?.httpStatusCode
  const bucketRegion = error.$response?.headers?.['x-amz-bucket-region']
  return {
    name: (status === undefined ? error.code : undefined) ?? error.name ?? '',
    message: reason(thrown),
    attempts: error.$metadata?.attempts ?? 1,
    ...(status === undefined ? {} : { status }),
    ...(bucketRegion === undefined ? {} : { bucketRegion }),
  }
}

const escapeKey = (key: string) => key.split('/').map(encodeURIComponent).join('/')

function consoleUrl(bucket: string, region: string, key: string): string {
  const domain = region.startsWith('cn-')
    ? 'amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'amazonaws-us-gov.com'
      : 'aws.amazon.com'
  const page = key === '' || key.endsWith('/') ? 'buckets' : 'object'
  const query = new URLSearchParams({ region, prefix: key })
  return `https://${region}.console.${domain}/s3/${page}/${bucket}?${query}`
}
