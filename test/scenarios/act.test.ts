/** The workflows to copy, as a team would have them: from the caller to the action by way of the reusable workflow, with act. */
import { expect, test } from '@jest/globals'
import { throughAct } from '../world/act.ts'
import { checkOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios, withAct } from './world.ts'

scenarios(['sandbox'], (world) => {
  withAct(test)('the gate to copy judges a pull request', async () => {
    const files = briefTest(world().shop)
    const used = await world().use({ files, by: throughAct('pr-gate.yml') })
    expect(used.main.log).toContain('Job succeeded')
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(checkOf(used)).toMatch(/^success: Pass: /)
    expect(evidenceOf(used)).toMatch(/error rate is 0 %/)
    await expectNothingLeft(world())
  })

  withAct(test)('the gate to copy fails the job of a regression', async () => {
    const files = briefTest(world().shop, { limits: ['p95 < 1 ms'] })
    const used = await world().use({ files, by: throughAct('pr-gate.yml') })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(used.main.log).toContain('Job failed')
    expect(checkOf(used)).toMatch(/^failure: Regression: /)
    await expectNothingLeft(world())
  })

  withAct(test)('by hand another number of pods and another duration run than perf.yaml has', async () => {
    const files = briefTest(world().shop, { pods: 1, duration: '1h' })
    const by = throughAct('dispatch.yml', { test: 'browse', pods: '2', duration: '8s' })
    const used = await world().use({ files, event: 'workflow_dispatch', by })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(used.checks[0]?.output?.summary).toContain('Load: 2 pods, 4 threads, 8 s with a ramp of 1 s')
    expect(used.comments).toEqual([])
    await expectNothingLeft(world())
  })
})
