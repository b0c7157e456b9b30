import { gzipSync } from 'node:zlib'
import type { PlanFile } from '../plan.ts'
import { keys, type Run } from '../run.ts'
import type { PlanSource } from '../spec.ts'
import type { ManifestFile } from './folder.ts'
import { textOf } from './text.ts'

/** Most bytes of a plan in a ConfigMap, which may hold 1 MiB in all. */
export const PLAN_LIMIT = 512 * 1024

/** An object that must be in the bucket before the Job starts. */
export interface Upload {
  readonly key: string
  readonly content: Uint8Array
}

/** Where a plan travels: in the folder as it is, gzipped, or by the bucket. `source.sha256` is of the plan itself. */
export interface PackedPlan {
  readonly source: PlanSource
  readonly files: readonly ManifestFile[]
  readonly uploads: readonly Upload[]
}

/** The first of these ways that the plan fits: a readable file, a gzipped file, an object of the bucket. */
export function packPlan(run: Run, plan: PlanFile): PackedPlan {
  const { content, sha256 } = plan
  const text = content.length <= PLAN_LIMIT ? textOf(content) : undefined
  if (text !== undefined) return inFolder({ from: 'file', name: 'plan.jmx', sha256 }, text)
  const zipped = gzip(content)
  if (zipped.length <= PLAN_LIMIT) return inFolder({ from: 'gzip', name: 'plan.jmx.gz', sha256 }, zipped)
  const key = keys(run).plan('plan.jmx')
  return { source: { from: 'bucket', name: key, sha256 }, files: [], uploads: [{ key, content }] }
}

function inFolder(source: PlanSource, content: string | Uint8Array): PackedPlan {
  return { source, files: [{ path: source.name, content }], uploads: [] }
}

function gzip(content: Uint8Array): Uint8Array {
  const zipped = gzipSync(content, { level: 9 })
  zipped[9] = 255 // "unknown operating system": the same bytes from every runner
  return zipped
}
