import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Summary } from '../core/summary.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { summarizeStream } from './piped-jtl.ts'
import { inBucket, openPlace, type Place } from './place.ts'
import { isFolder, readResults } from './results.ts'
import { isRunFolder, readRunFolder } from './run-folder.ts'

/** A run by the word that names its results. */
export interface ReadRun {
  readonly path: string
  readonly summary: Summary
  /** Of the folder of a run, which has more than its samples: its test, what its pods said, and metrics. */
  readonly whole?: Evidence
}

/** Reads a JTL, a result of Fortio, a summary, or the folder of a run, here or in a bucket. Throws INPUT or STORE. */
export async function readRun(path: string): Promise<ReadRun> {
  if (!inBucket(path) && !(await isFolder(path))) return { path, summary: await readResults(path) }
  const place = await openPlace(path)
  if (await isRunFolder(place)) {
    const { evidence } = await readRunFolder(place)
    return { path, summary: evidence.summary, whole: evidence }
  }
  return { path, summary: inBucket(path) ? await readObject(place) : await readResults(path) }
}

/** What a prefix has as its summary.json, or the object that it is itself. */
async function readObject(place: Place): Promise<Summary> {
  const { name } = place
  const bytes = (await place.read('summary.json')) ?? (await place.read(''))
  if (bytes === undefined)
    throw new PerfError('INPUT', `there is nothing at ${quote(name)}`, {
      hint: 'name the folder of a run, like s3://bucket/prefix/checkout/r20261121093000-abcdef, or an object',
    })
  return summarizeStream(name, pieces(bytes))
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
