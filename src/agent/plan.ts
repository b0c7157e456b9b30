import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PerfError } from '../core/error.ts'
import type { PlanSource } from '../core/spec.ts'
import { persist } from './persist.ts'
import type { AgentWorld } from './world.ts'

const LARGEST_PLAN = 256 * 1024 ** 2

/** Lays the JMeter plan where the generator looks for it, once its digest is the one that was asked for. */
export async function layPlan(world: AgentWorld): Promise<void> {
  const { spec, mailbox, say } = world
  if (spec.generator !== 'jmeter') return
  if (spec.plan === undefined) throw new PerfError('PLAN', 'the spec names no plan for JMeter')
  const { sha256 } = spec.plan
  const plan = await fetchPlan(world, spec.plan)
  const found = createHash('sha256').update(plan).digest('hex')
  if (found !== sha256)
    throw new PerfError('PLAN', `the plan ${spec.plan.name} has sha256 ${found}, not ${sha256}`, {
      hint: 'it was changed after the run was rendered: start a new run',
    })
  await mailbox.write('plan.jmx', plan)
  say(`plan: ${plan.length} bytes, sha256 ${sha256}`)
}

async function fetchPlan(world: AgentWorld, source: PlanSource): Promise<Uint8Array> {
  if (source.from === 'bucket') {
    const body = await persist(world, 'plan', () => world.store.get(source.name))
    if (body === undefined) throw new PerfError('PLAN', `the plan ${source.name} is not in the bucket`)
    return body
  }
  try {
    const body = await readFile(join(world.pod.specDir, source.name))
    return source.from === 'gzip' ? gunzipSync(body, { maxOutputLength: LARGEST_PLAN }) : body
  } catch (cause) {
    throw new PerfError('PLAN', `cannot read the plan ${source.name}`, { cause })
  }
}
