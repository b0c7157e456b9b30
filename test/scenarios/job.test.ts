/** The Job does not come to a good end: people read what kept it, and it is taken away. */
import { expect, test } from '@jest/globals'
import { failed } from './failed.ts'
import { checkOf, evidenceOf } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  test('pods whose role may not write to the bucket end the Job at once', async () => {
    const { roles, aws } = world()
    const { runner } = roles()
    aws.roles.set(runner.arn, { ...runner, policy: { Statement: [] } })
    try {
      const used = await failed(world(), briefTest(world().shop))
      expect(used.main.outputs['verdict']).toBe('invalid')
      const message =
        /^Pod 0 \(r\S+\): generator ended with 78: the bucket can not be reached or refuses: see the role of the service account perf-runner \(infra\/iam\)/
      expect(evidenceOf(used)).toMatch(message)
      expect(checkOf(used)).toMatch(/^failure: Invalid run: Pod 0 /)
    } finally {
      aws.roles.set(runner.arn, runner)
    }
  })
})
