import '../support/realm.ts'
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals'
import { onPath } from '../sandbox/child.ts'
import { startSandbox } from '../sandbox/world.ts'
import { startClusterWorld } from '../world/cluster/world.ts'
import type { World, WorldName } from '../world/world.ts'

const start: Readonly<Record<WorldName, () => Promise<World>>> = { cluster: startClusterWorld, sandbox: startSandbox }

/** The world of this run of jest, from its configuration. */
const NAME = (globalThis as unknown as { readonly PERF_WORLD: WorldName }).PERF_WORLD

/**
 * Scenarios for the worlds that are named: one world, from before the first to after the last of them. In another world
 * they count as skipped. Whatever they do, GitHub is never asked for anything that its own description does not have.
 */
export function scenarios(worlds: readonly WorldName[], body: (world: () => World) => void): void {
  if (!worlds.includes(NAME)) {
    describe.skip(`for the ${worlds.join(' and the ')} alone`, () => body(absent))
    return
  }
  let world: World | undefined
  describe(`in the ${NAME}`, () => {
    beforeAll(async () => {
      world = await start[NAME]()
    })
    afterAll(async () => {
      await world?.[Symbol.asyncDispose]()
      expect(world?.github.violations).toEqual([])
    })
    body(() => world ?? absent())
  })
}

function absent(): never {
  throw new Error('the world did not start')
}

/** A run takes some seconds, and more where others work. */
jest.setTimeout(240_000)

type Register = (name: string, body: () => void | Promise<void>) => void

/** The cluster has JMeter as an image, the sandbox where it is on PATH: `withJMeter(test)('…', …)` is skipped elsewhere, and says so. */
export function withJMeter(register: Register & { readonly skip: Register }): Register {
  if (NAME === 'cluster' || onPath('jmeter') !== undefined) return register
  console.warn('!!! SCENARIOS WITH JMETER ARE SKIPPED: there is no jmeter on PATH !!!')
  return register.skip
}

/** `inSandbox(test)('…', …)` is skipped on the cluster: what a scenario of both worlds does there for nothing more. */
export function inSandbox(register: Register & { readonly skip: Register }): Register {
  return NAME === 'sandbox' ? register : register.skip
}

/** `withAct(test)('…', …)` is skipped where there is no act on PATH, and says so. */
export function withAct(register: Register & { readonly skip: Register }): Register {
  if (onPath('act') !== undefined) return register
  console.warn('!!! SCENARIOS WITH ACT ARE SKIPPED: there is no act on PATH !!!')
  return register.skip
}
