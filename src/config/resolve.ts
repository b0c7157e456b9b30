import type { Compare, HttpRequest, Metric, Pairing, PlanFile, Target, Test } from '../core/plan.ts'
import type { RevisionSource } from '../core/revision-source.ts'
import { MOST_PAIRS } from '../core/screening.ts'
import { CONFIRMING_PAIRS } from '../core/verdict/compare/screen.ts'
import { defaultSize, IMAGES } from './defaults.ts'
import type { WrittenRequest } from './request-schema.ts'
import type { WrittenRevision } from './revision-schema.ts'
import type { WrittenTest } from './schema.ts'
import { blockMs, blockRampMs, rateOf, stepLoads } from './steps.ts'

/** The label under which a request is counted. */
export function labelOf({ name, method = 'GET', path }: WrittenRequest): string {
  return name ?? `${method} ${path}`
}

export interface Resolvable {
  readonly name: string
  /** Checked: nothing is wrong with it. */
  readonly test: WrittenTest
  /** What generator `jmeter` runs. */
  readonly plan: PlanFile | undefined
  /** By name, as they are written. */
  readonly properties: Readonly<Record<string, string>>
}

/** A test with every default filled in; undefined where it is one that cannot be run. */
export function resolve({ name, test, plan, properties }: Resolvable): Test | undefined {
  const { generator, profile = 'load', threads } = test
  if (generator === undefined || generator === 'fortio') return undefined
  const rate = rateOf(test)
  const targets = resolvePairs(test)
  const target = targets?.head ?? (test.target && resolveTarget(test.target))
  const base = {
    name,
    profile,
    image: test.image ?? IMAGES[generator],
    pods: test.pods ?? 1,
    size: test.size ? { cpuMillis: test.size.cpu, memoryBytes: test.size.memory } : defaultSize(profile),
    ...(threads === undefined ? {} : { threads }),
    ...(rate === undefined ? {} : { rate }),
    rampMs: blockRampMs(test),
    durationMs: blockMs(test),
    ...(test.horizon === undefined ? {} : { horizonMs: test.horizon }),
    ...(profile === 'stress' ? { steps: stepLoads(test) } : {}),
    properties,
    limits: test.limits ?? [],
    metrics: Object.entries(test.metrics ?? {}).map(resolveMetric),
    ...(test.compare === undefined ? {} : { compare: resolveCompare(test.compare) }),
    ...(targets === undefined ? {} : { [test.compare?.with === 'screen' ? 'confirm' : 'pairs']: targets }),
    ...(test.accept === undefined ? {} : { accept: test.accept }),
  }
  if (generator === 'jmeter') return plan && { ...base, generator, plan, ...(target === undefined ? {} : { target }) }
  return target && { ...base, generator, requests: (test.requests ?? []).map(resolveRequest), target }
}

function resolvePairs({ targets, compare }: WrittenTest): Pairing | undefined {
  if (targets === undefined) return undefined
  return {
    base: resolveTarget(targets.base),
    head: resolveTarget(targets.head),
    most: compare?.with === 'screen' ? CONFIRMING_PAIRS : (compare?.pairs ?? MOST_PAIRS),
    ...(compare?.reset === undefined ? {} : { reset: compare.reset }),
  }
}

function resolveCompare({ with: how, margin, strict }: NonNullable<WrittenTest['compare']>): Compare {
  return {
    ...(how === undefined ? {} : { with: how }),
    ...(margin === undefined ? {} : { margin }),
    ...(strict === undefined ? {} : { strict }),
  }
}

type WrittenMetric = NonNullable<WrittenTest['metrics']>[string]

function resolveMetric([id, { query, source = 'default', better = 'lower', unit, per, growth }]: [
  string,
  WrittenMetric,
]): Metric {
  return {
    ...{ id, query, source, better },
    ...(unit === undefined ? {} : { unit }),
    ...(per === undefined ? {} : { per }),
    ...(growth === undefined ? {} : { growth }),
  }
}

function resolveTarget({ url, revision }: NonNullable<WrittenTest['target']>): Target {
  return { url, ...(revision === undefined ? {} : { revision: resolveRevision(revision) }) }
}

function resolveRevision(written: WrittenRevision): RevisionSource {
  if (typeof written === 'string') return written
  const { image, namespace, container, query = '', label = '', source = 'default' } = written
  if (image === undefined) return { query, label, source }
  return {
    image,
    ...(namespace === undefined ? {} : { namespace }),
    ...(container === undefined ? {} : { container }),
  }
}

function resolveRequest(request: WrittenRequest): HttpRequest {
  const { method = 'GET', path, headers = {}, body, weight = 1, status = [], contains, timeout = 30_000 } = request
  return {
    name: labelOf(request),
    method,
    path,
    headers,
    ...(body === undefined ? {} : { body }),
    weight,
    status,
    ...(contains === undefined ? {} : { contains }),
    timeoutMs: timeout,
  }
}
