/** What only a scheduler, a container runtime and a kernel do to a Job: people read it, and the Job is taken away. */
import { expect, test } from '@jest/globals'
import { failed } from './failed.ts'
import { checkOf, evidenceOf } from './seen.ts'
import { briefTest, jmeterTest, shopPlan } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster'], (world) => {
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

  test('a generator that takes more memory than it has is killed, and the run proves nothing', async () => {
    const used = await failed(world(), jmeterTest(world().shop, { pods: 1, rate: undefined }, greedyPlan()))
    expect(used.main.outputs['verdict']).toBe('invalid')
    const message =
      'Pod 0 failed: block load: jmeter ended with exit code 137 (killed, mostly for want of memory: give the test more (size.memory), or more pods).'
    expect(used.errors).toEqual([`buy: invalid: ${message}`])
    expect(evidenceOf(used)).toBe(message)
  })
})

/** The shop's plan, with a first sampler that takes all the heap and as much outside of it. */
function greedyPlan(): string {
  const script =
    'def taken = []; try { while (true) taken.add(new byte[1 &lt;&lt; 22]) } catch (OutOfMemoryError full) {}; ' +
    'while (true) taken.add(java.nio.ByteBuffer.allocateDirect(1 &lt;&lt; 22))'
  const greedy = `<JSR223Sampler guiclass="TestBeanGUI" testclass="JSR223Sampler" testname="greed">
    <stringProp name="scriptLanguage">groovy</stringProp><stringProp name="script">${script}</stringProp>
    <stringProp name="cacheKey">true</stringProp><stringProp name="filename"/><stringProp name="parameters"/>
  </JSR223Sampler><hashTree/>`
  return shopPlan().replace('<HTTPSamplerProxy ', `${greedy}<HTTPSamplerProxy `)
}
