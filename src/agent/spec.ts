import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PerfError, reason } from '../core/error.ts'
import type { RunSpec } from '../core/spec.ts'
import type { Pod } from './pod.ts'

/** Reads what the pod has to do. The file is ours, rendered with the Job: only what tells another version is checked. */
export async function readSpec({ specDir, index }: Pod): Promise<RunSpec> {
  const path = join(specDir, 'spec.json')
  const spec = await parsed(path)
  if (spec.schema !== 'perf-action/spec/v1')
    throw new PerfError('CONFIG', `${path} is not a spec of this version: ${spec.schema}`)
  if (index >= spec.pods || spec.blocks.length === 0)
    throw new PerfError('CONFIG', `${path} has no load for index ${index} of ${spec.pods} pods`)
  return spec
}

async function parsed(path: string): Promise<RunSpec> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as RunSpec
  } catch (cause) {
    throw new PerfError('CONFIG', `cannot read ${path}: ${reason(cause)}`, { cause })
  }
}
