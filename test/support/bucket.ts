import { gunzipSync } from 'node:zlib'
import { createS3Store } from '../../src/adapters/s3.ts'
import { keys } from '../../src/core/run.ts'
import type { PodManifest, Progress, RunSpec } from '../../src/core/spec.ts'
import type { Store } from '../../src/ports.ts'
import type { S3Server } from './s3.ts'

/** What a run has left in the bucket. */
export interface Results {
  readonly store: Store
  readonly names: ReturnType<typeof keys>
  json(key: string): Promise<unknown>
  manifest(index?: number): Promise<PodManifest>
  progress(index?: number): Promise<Progress>
  /** The unzipped chunks of a block that are there, in order. */
  chunks(block?: string, index?: number): Promise<readonly string[]>
}

export function resultsOf(spec: RunSpec, s3: S3Server): Results {
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
  const store = createS3Store({ bucket: spec.bucket, region: spec.region, endpoint: s3.endpoint, credentials })
  const names = keys({ prefix: spec.prefix, id: spec.run, test: { name: spec.test } })
  const bytes = async (key: string) => {
    const found = await store.get(key)
    if (found === undefined) throw new Error(`there is no ${key}`)
    return found
  }
  const json = async (key: string): Promise<unknown> => JSON.parse(Buffer.from(await bytes(key)).toString())
  return {
    store,
    names,
    json,
    manifest: async (index = 0) => (await json(names.manifest(index))) as PodManifest,
    progress: async (index = 0) => (await json(names.progress(index))) as Progress,
    chunks: async (block = 'load', index = 0) => {
      const found = await store.list(names.chunk(index, block, 0).replace(/\d+\.jtl\.gz$/, ''))
      return Promise.all(found.map(async (key) => gunzipSync(await bytes(key)).toString()))
    },
  }
}
