import { afterAll, beforeAll, expect } from '@jest/globals'
import { type ClusterWorld, startClusterWorld } from '../world/cluster/world.ts'

/**
 * The cluster world of a file's scenarios, from before the first to after the last of them. Whatever they do, GitHub is
 * never asked for anything that its own description does not have.
 */
export function clusterWorld(): () => ClusterWorld {
  let world: ClusterWorld | undefined
  beforeAll(async () => {
    world = await startClusterWorld()
  })
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]()
    expect(world?.github.violations).toEqual([])
  })
  return () => {
    if (world === undefined) throw new Error('the cluster world did not start')
    return world
  }
}
