/** What only a kernel does to a Job: people read it, and the Job is taken away. */
import { expect, test } from '@jest/globals'
import { failed } from './failed.ts'
import { evidenceOf } from './seen.ts'
import { jmeterTest, shopPlan } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster'], (world) => {
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
