import { expect } from '@jest/globals'
import type { World } from '../world/world.ts'
import { adviceOf, errorsOf, expectNothingLeft } from './seen.ts'

/** Uses the action on a run that is red, leaves nothing, and lets post have nothing to say. */
export async function failed(world: World, files: Readonly<Record<string, string>>, inputs = {}) {
  const used = await world.use({ files, inputs })
  expect({ main: used.main.code, post: used.post.code }).toEqual({ main: 1, post: 0 })
  await expectNothingLeft(world)
  return { ...used, errors: errorsOf(used.main), advice: adviceOf(used.main) }
}
