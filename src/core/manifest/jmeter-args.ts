import { PerfError } from '../error.ts'
import { splitCount } from '../share.ts'
import type { Block, RunSpec } from '../spec.ts'

/** What our reader of JTLs relies on; set last, so that neither the image nor the test's properties change it. */
const JTL: Readonly<Record<string, string | number | boolean>> = {
  'jmeter.save.saveservice.output_format': 'csv',
  'jmeter.save.saveservice.timestamp_format': 'ms',
  'jmeter.save.saveservice.default_delimiter': ',',
  'jmeter.save.saveservice.print_field_names': true,
  'jmeter.save.saveservice.autoflush': true, // else rows sit in a buffer, and a killed pod loses them
  'jmeter.save.saveservice.time': true,
  'jmeter.save.saveservice.label': true,
  'jmeter.save.saveservice.response_code': true,
  'jmeter.save.saveservice.response_message': true, // transaction rows are known by it
  'jmeter.save.saveservice.thread_name': true,
  'jmeter.save.saveservice.data_type': true,
  'jmeter.save.saveservice.successful': true,
  'jmeter.save.saveservice.assertion_results_failure_message': true,
  'jmeter.save.saveservice.bytes': true,
  'jmeter.save.saveservice.sent_bytes': true,
  'jmeter.save.saveservice.thread_counts': true,
  'jmeter.save.saveservice.latency': true,
  'jmeter.save.saveservice.idle_time': true,
  'jmeter.save.saveservice.connect_time': true,
  'jmeter.save.saveservice.url': false,
  'jmeter.save.saveservice.subresults': false,
  'jmeter.save.saveservice.sample_count': false,
  'summariser.name': 'summary',
  'summariser.out': true,
  'summariser.interval': 30,
  'jmeterengine.nongui.port': 4445,
  'jmeterengine.nongui.maxport': 4455,
}

export interface JMeterRun {
  readonly spec: Pick<RunSpec, 'pods' | 'properties'>
  readonly block: Block
  readonly index: number
  /** The directory that agent and generator share. */
  readonly work: string
}

/**
 * JMeter's command line for one block in one pod, one argument an item; no item holds a line break. Threads and rate
 * (requests per second) are this pod's share. What is empty is not set: a plan gives its default, `${__P(target.path,)}`.
 */
export function jmeterArgs({ spec, block, index, work }: JMeterRun): readonly string[] {
  const folder = `${work}/${block.id}`
  const files = ['-n', '-t', `${work}/plan.jmx`, '-l', `${folder}/r.jtl`, '-j', `${folder}/jmeter.log`]
  const given = { ...spec.properties, ...loadOf(block, spec.pods, index), ...targetOf(block), ...JTL }
  return [...files, ...Object.entries(given).map(([name, value]) => property(name, String(value)))]
}

function loadOf({ threads, rate, rampMs, durationMs }: Block, pods: number, index: number) {
  return {
    ...(threads === undefined ? {} : { threads: splitCount(threads, pods)[index] ?? 0 }),
    ...(rate === undefined ? {} : { rate: Number((rate / pods).toFixed(6)) }),
    // JMeter reads whole seconds
    'ramp-up': Math.round(rampMs / 1000),
    duration: Math.max(1, Math.round(durationMs / 1000)),
  }
}

function targetOf({ target }: Block): Readonly<Record<string, string>> {
  if (target === undefined) return {}
  const { protocol, hostname, port, pathname } = new URL(target)
  const path = pathname.replace(/\/+$/, '')
  return {
    'target.protocol': protocol.replace(':', ''),
    'target.host': hostname,
    'target.port': port || (protocol === 'https:' ? '443' : '80'),
    ...(path === '' ? {} : { 'target.path': path }),
  }
}

function property(name: string, value: string): string {
  if (/[\r\n\0]/.test(name + value))
    throw new PerfError('PLAN', `the property ${JSON.stringify(name)} has a line break`, {
      hint: "JMeter's -J takes one line: put the text into the plan",
    })
  return `-J${name}=${value}`
}
