import { createHash } from 'node:crypto'
import { bytes, count, duration, plain, rate } from './figure.ts'
import type { Test } from './plan.ts'

/** What makes the load of a test, by its names in perf.yaml, as text: what of it changed can be said by it. */
export type Load = Readonly<Record<string, string>>

/** Of these the whole is too long to be told: they are known by a part of their hash. */
const HASHED: readonly string[] = ['plan', 'requests', 'properties', 'limits']

/** The load of a test. */
export function loadOf(test: Test): Load {
  const {
    generator,
    profile,
    image,
    pods,
    size,
    threads,
    rate: perSecond,
    rampMs,
    durationMs,
    steps,
    properties,
  } = test
  return {
    ...{ generator, profile, image, pods: count(pods) },
    size: `${count(size.cpuMillis)}m and ${bytes(size.memoryBytes, 5)}`,
    ...(threads === undefined ? {} : { threads: count(threads) }),
    ...(perSecond === undefined ? {} : { rate: rate(perSecond, 6) }),
    ...(steps === undefined ? {} : { steps: steps.map((step) => plain(step, 6)).join(' '), ...ofLatency(test) }),
    ...{ ramp: duration(rampMs), duration: duration(durationMs) },
    ...(test.generator === 'jmeter'
      ? { plan: test.plan.sha256.slice(0, DIGITS) }
      : { requests: known(JSON.stringify(test.requests)) }),
    ...(Object.keys(properties).length === 0 ? {} : { properties: known(JSON.stringify(properties)) }),
  }
}

/** What a target bears is what it bears within its limits of latency. */
function ofLatency({ limits }: Test): Load {
  const kept = limits.filter(({ quantity }) => quantity.kind === 'latency').map(({ text }) => text)
  return kept.length === 0 ? {} : { limits: known(JSON.stringify(kept)) }
}

const DIGITS = 12

function known(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS)
}

/** What differs, in words: `rate changed from 60/s to 80/s`, `the requests changed`. */
export function changesOf(before: Load, now: Load): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  return names.flatMap((name) => {
    const [was, is] = [before[name], now[name]]
    if (was === is) return []
    if (HASHED.includes(name)) return [`the ${name} changed`]
    if (was === undefined) return [`${name} is ${is} now`]
    return [is === undefined ? `${name} is not ${was} any more` : `${name} changed from ${was} to ${is}`]
  })
}
