import '../support/realm.ts'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startClusterWorld } from '../world/cluster/world.ts'
import type { World, WorldName } from '../world/world.ts'

const start: Readonly<Record<WorldName, () => Promise<World>>> = {
  cluster: startClusterWorld,
  sandbox: () => Promise.reject(new Error('not yet')),
}

/** The world of this run of jest, from its configuration. */
const NAME = (globalThis as { readonly PERF_WORLD?: WorldName }).PERF_WORLD ?? 'sandbox'

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

/** The cluster has it as an image; the sandbox runs what this machine has. */
const JMETER = NAME === 'cluster' || onPath('jmeter')
if (!JMETER) console.warn('!!! SCENARIOS WITH JMETER ARE SKIPPED: there is no jmeter on PATH !!!')

export const testWithJMeter = JMETER ? test : test.skip
export const describeWithJMeter = JMETER ? describe : describe.skip

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
