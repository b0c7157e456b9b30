import type { z } from 'zod'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { parseSummary } from '../core/jtl/json.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { Test } from '../core/plan.ts'
import { parsePodManifest } from '../core/pod-manifest.ts'
import type { Run } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import type { MetricDocument, MetricResult } from '../core/series.ts'
import type { PodManifest } from '../core/spec.ts'
import type { Summary } from '../core/summary.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import type { Verdict } from '../core/verdict/verdict.ts'
import type { Place } from './place.ts'
import { metricShape, runShape, verdictShape } from './run-shapes.ts'

/** What the folder of a run holds: `run --local` writes such folders, and a copy of one from the bucket is one too. */
export interface RunFolder {
  readonly run: Run
  readonly record: RunRecord
  readonly evidence: Evidence
  /** undefined: it was not judged yet. */
  readonly verdict: Verdict | undefined
}

/** Whether a place has a run's record: then it is more than results. */
export async function isRunFolder(place: Place): Promise<boolean> {
  return (await place.read('run.json')) !== undefined
}

/** Reads the folder of a run. Throws INPUT where it is none. */
export async function readRunFolder(folder: Place): Promise<RunFolder> {
  const record = (await document(folder, 'run.json', runShape)) as RunRecord | undefined
  if (record === undefined)
    throw new PerfError('INPUT', `${quote(folder.name)} is not the folder of a run: it has no run.json`, {
      hint: 'name a folder like perf-results/checkout/r20261121093000-abcdef, or s3://bucket/prefix/checkout/r20261121093000-abcdef',
    })
  const test = await wholeTest(folder, record.test)
  const manifests = await readManifests(folder, record)
  const run: Run = { id: record.id, test, namespace: record.namespace, bucket: '', prefix: '', region: '' }
  const evidence = {
    test,
    run: record.id,
    ...(record.origin.pull === undefined ? {} : { commit: record.origin.sha }),
    manifests,
    summary: await summaryOf(folder, manifests),
    metrics: await readMetrics(folder),
  }
  const verdict = (await document(folder, 'verdict.json', verdictShape)) as Verdict | undefined
  return { run, record, evidence, verdict }
}

/** The record has a JMeter plan by its name alone; nothing that is judged or reported reads more of it. */
async function wholeTest(folder: Place, test: RunRecord['test']): Promise<Test> {
  if (test.generator !== 'jmeter') return test
  const content = (await folder.read('plan/plan.jmx')) ?? new Uint8Array()
  return { ...test, plan: { ...test.plan, content } }
}

async function readManifests(folder: Place, { id, test }: RunRecord): Promise<readonly (PodManifest | undefined)[]> {
  return Promise.all(
    Array.from({ length: test.pods }, async (_, index) => {
      const manifest = await folder.read(`pods/${index}/manifest.json`)
      return manifest && parsePodManifest(new TextDecoder().decode(manifest), { run: id, index })
    }),
  )
}

async function summaryOf(folder: Place, manifests: readonly (PodManifest | undefined)[]): Promise<Summary> {
  const summary = await parsed(folder, 'summary.json')
  if (summary !== undefined) return parseSummary(summary)
  return mergeSummaries(manifests.flatMap((manifest) => (manifest ? [manifest.summary] : [])))
}

async function readMetrics(folder: Place): Promise<readonly MetricResult[]> {
  const names = await folder.names('metrics')
  const documents = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => document(folder, `metrics/${name}`, metricShape))
  return (await Promise.all(documents)).filter((metric): metric is MetricDocument => metric !== undefined)
}

/** A document that we wrote, known by its shape; undefined where there is no such file. */
async function document(folder: Place, path: string, shape: z.ZodType): Promise<object | undefined> {
  const value = await parsed(folder, path)
  if (value === undefined) return undefined
  const { success, error } = shape.safeParse(value)
  if (success) return Object(value)
  const [issue] = error.issues
  const why = `${issue?.path.join('.')}: ${issue?.message}`
  throw new PerfError('INPUT', `${nameOf(folder, path)} is not as we write it: ${why}`, {
    hint: 'another version of perf-action may have written it',
  })
}

/** undefined: there is no such file. */
async function parsed(folder: Place, path: string): Promise<unknown> {
  const content = await folder.read(path)
  if (content === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(content))
  } catch (cause) {
    throw new PerfError('INPUT', `${nameOf(folder, path)} is not JSON: ${reason(cause)}`, { cause })
  }
}

function nameOf({ name }: Place, path: string): string {
  return quote(`${name.replace(/\/+$/, '')}/${path}`)
}
