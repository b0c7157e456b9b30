/** The Job does not come to a good end: people read what kept it, and it is taken away. */
import { expect, test } from '@jest/globals'
import { failed } from './failed.ts'
import { checkOf, evidenceOf } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  test('an image that is not there is named with its container and what the node says', async () => {
    const used = await failed(world(), briefTest(world().shop, { image: 'perf-action.invalid/none:1.0.0' }))
    const message =
      /image perf-action\.invalid\/none:1\.0\.0 of generator in the pod r\S+ can't be had: \w+: .*no such host/
    expect(used.errors).toEqual([expect.stringMatching(message)])
    expect(used.advice).toBe('see the name and tag of the image in perf.yaml (image), and that the nodes may pull it')
    expect(evidenceOf(used)).toMatch(/^The image perf-action\.invalid\/none:1\.0\.0 of generator/)
    expect(checkOf(used)).toMatch(/^failure: Could not run: The image perf-action\.invalid\/none:1\.0\.0 /)
  })

  test('a pod that no node takes: the scheduler is quoted', async () => {
    const used = await failed(world(), briefTest(world().shop, { size: { cpu: '16', memory: '160Mi' } }), {
      timeout: '12s',
    })
    const message =
      /the run \S+ took longer than 12 s; the pod \S+ has not started: Unschedulable: 0\/1 nodes are available: 1 Insufficient cpu/i
    expect(used.errors).toEqual([expect.stringMatching(message)])
    expect(used.advice).toMatch(/the input `timeout` allows more$/)
    expect(evidenceOf(used)).toMatch(message)
  })

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
