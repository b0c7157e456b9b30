import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { mergeSummaries, summaryOf } from '../../src/core/jtl/merge.ts'
import { createBlockSummarizer } from '../../src/core/jtl/summarize.ts'
import type { PodManifest } from '../../src/core/spec.ts'
import type { Summary } from '../../src/core/summary.ts'
import type { Verdict } from '../../src/core/verdict/verdict.ts'
import { PREFIX } from '../world/account.ts'
import type { Bucket } from '../world/bucket.ts'

/** A run as it lies in the bucket. */
export interface StoredRun {
  /** Below the run's own folder, in order; chunks as `pods/0/load/chunk-*`. */
  readonly layout: readonly string[]
  json<T>(path: string): Promise<T>
  text(path: string): Promise<string>
  readonly summary: Summary
  readonly verdict: Verdict
  readonly manifests: readonly PodManifest[]
  /** What the JTL rows in the chunks come to, read by themselves; as JSON, as `summary` is. */
  readonly ofChunks: Summary
}

/** Reads the run `<test>/<run>` from the bucket. */
export async function runOf(bucket: Bucket, test: string, run: string): Promise<StoredRun> {
  const root = `${PREFIX}/${test}/${run}/`
  const keys = await bucket.keys(root)
  const text = async (path: string) => (await bucket.read(root + path)).toString()
  const json = async <T>(path: string) => JSON.parse(await text(path)) as T
  const names = keys.map((key) => key.slice(root.length))
  const manifests = names.filter((name) => /^pods\/\d+\/manifest\.json$/.test(name))
  return {
    ...{ json, text },
    layout: [...new Set(names.map((name) => name.replace(/chunk-\d{6}\.jtl\.gz$/, 'chunk-*')))],
    summary: await json<Summary>('summary.json'),
    verdict: await json<Verdict>('verdict.json'),
    manifests: await Promise.all(manifests.map((name) => json<PodManifest>(name))),
    ofChunks: JSON.parse(JSON.stringify(await readChunks(bucket, keys))),
  }
}

/** Every pod's chunks in order make one JTL; each chunk can also be read alone, for it repeats the header. */
async function readChunks(bucket: Bucket, keys: readonly string[]): Promise<Summary> {
  const chunks = keys.filter((key) => key.endsWith('.jtl.gz'))
  const parts = chunks.map(async (key) => {
    const summarizer = createBlockSummarizer('load')
    summarizer.push(gunzipSync(await bucket.read(key)))
    summarizer.end()
    return summaryOf([summarizer.block()], summarizer.rows, summarizer.warnings)
  })
  return mergeSummaries(await Promise.all(parts))
}

/** Hex, of an object. */
export async function sha256Of(bucket: Bucket, key: string): Promise<string> {
  return createHash('sha256')
    .update(await bucket.read(key))
    .digest('hex')
}
