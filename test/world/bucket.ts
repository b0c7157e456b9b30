import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Upstream } from './aws/s3.ts'

/** A bucket as its owner sees it, past the gate that guards it from the action and the pods. */
export interface Bucket extends AsyncDisposable {
  readonly name: string
  /** The keys that begin with the prefix, in order. */
  keys(prefix?: string): Promise<readonly string[]>
  read(key: string): Promise<Buffer>
}

/** Makes a bucket in an S3 server; dispose it to remove it with all that is in it. */
export async function createBucket(name: string, server: Upstream): Promise<Bucket> {
  const client = new S3Client({
    endpoint: server.endpoint,
    region: server.region,
    credentials: { accessKeyId: server.accessKey, secretAccessKey: server.secretKey },
    forcePathStyle: true,
  })
  await client.send(new CreateBucketCommand({ Bucket: name }))
  const keys = async (prefix = ''): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix }))
      found.push(...Contents.flatMap(({ Key }) => Key ?? []))
    return found
  }
  return {
    name,
    keys,
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }))
      return Buffer.from((await Body?.transformToByteArray()) ?? [])
    },
    async [Symbol.asyncDispose]() {
      for (const key of await keys()) await client.send(new DeleteObjectCommand({ Bucket: name, Key: key }))
      await client.send(new DeleteBucketCommand({ Bucket: name }))
      client.destroy()
    },
  }
}
