import { PerfError } from './error.ts'
import { parseSummary } from './jtl/json.ts'
import type { BlockEnd, GeneratorHealth, PodManifest, Probe } from './spec.ts'

const END_OF_TIME = 2e13 // ms since 1970

interface Expected {
  readonly run: string
  readonly index: number
}

/**
 * A pod's manifest as read from the bucket. Pods that run a pull request's plan write there, so nothing in it is
 * believed: a wrong shape is a PerfError STORE that names the object's run and index.
 */
export function parsePodManifest(text: string, { run, index }: Expected): PodManifest {
  const fault = (what: string): never => {
    throw new PerfError('STORE', `the manifest of pod ${index} of ${run} is not one: ${what}`, {
      hint: 'another version of perf-action wrote it, or something else writes under this prefix of the bucket',
    })
  }
  const check = new Shape(fault)
  const document = check.object(parseJson(text, fault), 'it')
  if (document['schema'] !== 'perf-action/manifest/v1') fault('its schema is not perf-action/manifest/v1')
  if (document['run'] !== run || document['index'] !== index) fault('it speaks of another run or index')
  const state = document['state']
  if (state !== 'done' && state !== 'stopped' && state !== 'failed') return fault('its state is unknown')
  return {
    schema: 'perf-action/manifest/v1',
    run,
    index,
    pod: check.text(document['pod'], 'pod'),
    state,
    ...(document['node'] === undefined ? {} : { node: check.text(document['node'], 'node') }),
    ...(document['message'] === undefined ? {} : { message: check.text(document['message'], 'message') }),
    blocks: check.list(document['blocks'], 'blocks').map((block) => parseBlock(check.object(block, 'a block'), check)),
    summary: parseSummary(document['summary']),
    tail: check
      .list(document['tail'], 'tail')
      .slice(-100)
      .map((line) => check.text(line, 'a line of tail')),
  }
}

function parseBlock(block: Record<string, unknown>, check: Shape): BlockEnd {
  return {
    block: check.text(block['block'], 'block'),
    startAt: check.number(block['startAt'], 'startAt', END_OF_TIME),
    startedAt: check.number(block['startedAt'], 'startedAt', END_OF_TIME),
    endedAt: check.number(block['endedAt'], 'endedAt', END_OF_TIME),
    ...(block['exit'] === undefined ? {} : { exit: check.number(block['exit'], 'exit') }),
    finished: block['finished'] === true,
    health: parseHealth(check.object(block['health'], 'health'), check),
    ...(block['probes'] === undefined
      ? {}
      : {
          probes: check.list(block['probes'], 'probes').map((one) => parseProbe(check.object(one, 'a probe'), check)),
        }),
    chunks: check.list(block['chunks'], 'chunks').map((item) => {
      const chunk = check.object(item, 'a chunk')
      return {
        key: check.text(chunk['key'], 'key'),
        rows: check.number(chunk['rows'], 'rows'),
        bytes: check.number(chunk['bytes'], 'bytes'),
        sha256: check.text(chunk['sha256'], 'sha256'),
      }
    }),
  }
}

function parseProbe(probe: Record<string, unknown>, check: Shape): Probe {
  const text = (name: 'revision' | 'why') =>
    probe[name] === undefined ? {} : { [name]: check.text(probe[name], name).slice(0, 500) }
  return { at: check.number(probe['at'], 'at', END_OF_TIME), ...text('revision'), ...text('why') }
}

function parseHealth(health: Record<string, unknown>, check: Shape): GeneratorHealth {
  const figure = (name: 'throttled' | 'throttledPeriods' | 'gc') =>
    health[name] === undefined ? {} : { [name]: check.number(health[name], name) }
  const cpu = health['cpu'] === undefined ? undefined : check.object(health['cpu'], 'cpu')
  const memory = health['memory'] === undefined ? undefined : check.object(health['memory'], 'memory')
  return {
    readings: check.number(health['readings'], 'readings'),
    ...figure('throttled'),
    ...figure('throttledPeriods'),
    ...figure('gc'),
    ...(cpu && {
      cpu: {
        p50: check.number(cpu['p50'], 'cpu.p50'),
        p95: check.number(cpu['p95'], 'cpu.p95'),
        limitCores: check.number(cpu['limitCores'], 'cpu.limitCores'),
      },
    }),
    ...(memory && {
      memory: {
        peak: check.number(memory['peak'], 'memory.peak'),
        ...(memory['limit'] === undefined ? {} : { limit: check.number(memory['limit'], 'memory.limit') }),
      },
    }),
  }
}

function parseJson(text: string, fault: (what: string) => never): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return fault('it is not JSON')
  }
}

/** Narrows unknown values, each by its name in the message. */
class Shape {
  readonly #fault: (what: string) => never
  constructor(fault: (what: string) => never) {
    this.#fault = fault
  }
  object(value: unknown, name: string): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.#fault(`${name} is no object`)
    return value as Record<string, unknown>
  }
  list(value: unknown, name: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.#fault(`${name} is no list`)
  }
  text(value: unknown, name: string): string {
    return typeof value === 'string' ? value : this.#fault(`${name} is no text`)
  }
  /** From 0 to `most`. */
  number(value: unknown, name: string, most = Number.MAX_SAFE_INTEGER): number {
    return typeof value === 'number' && value >= 0 && value <= most
      ? value
      : this.#fault(`${name} is no number from 0 to ${most}`)
  }
}
