/** The workflow around the run: what started it, what its token may do, who else writes to the Flux repository. */
import { expect, test } from '@jest/globals'
import { addCommit, filesOf, subjectsOf } from '../world/repository.ts'
import { checkOf, evidenceOf, expectNothingLeft, warningsOf } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  const files = () => briefTest(world().shop)

  test('a token without pull-requests: write has the check and the job summary, and the permission is named', async () => {
    const used = await world().use({ files: files(), token: 'token-without-comments' })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'comment-url': '' } })
    expect(used.comments).toEqual([])
    expect(warningsOf(used.main)).toEqual([expect.stringContaining('`pull-requests: write`')])
    expect(checkOf(used)).toMatch(/^success: Pass: /)
    expect(used.main.summary).toContain('Pass · `browse`')
  })

  test('a token without checks: write has the comment and the job summary, and the permission is named', async () => {
    const used = await world().use({ files: files(), token: 'token-without-checks' })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'check-url': '' } })
    expect(used.checks).toEqual([])
    expect(warningsOf(used.main)).toEqual([expect.stringContaining('`checks: write`')])
    expect(evidenceOf(used)).toMatch(/error rate is 0 %/)
    expect(used.main.summary).toContain('Pass · `browse`')
  })

  test('a pull request from a fork is inconclusive and green, and the job summary says what to do', async () => {
    const before = world().github.requests.length
    const used = await world().use({ files: files(), event: 'fork', inputs: { 'flux-token': '' } })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'inconclusive' } })
    expect(used.post.code).toBe(0)
    expect(used.main.summary).toContain('this pull request comes from a fork')
    expect(used.main.summary).toContain('a maintainer reads the change and starts the test by hand')
    expect(world().github.requests.slice(before)).toEqual([])
  })

  test.each(['workflow_dispatch', 'schedule'] as const)(
    '%s reports by a check on its commit and a job summary',
    async (event) => {
      const used = await world().use({ files: files(), event })
      expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'comment-url': '' } })
      expect(used.checks).toEqual([
        expect.objectContaining({ name: 'perf / browse', sha: used.sha, conclusion: 'success' }),
      ])
      expect(used.main.summary).toContain('Pass · `browse`')
      await expectNothingLeft(world())
    },
  )

  test('others who write to the Flux repository at the same time lose nothing', async () => {
    const { fleet, github } = world()
    const races: string[] = []
    // between our reading of the branch and our move of it, others have moved it: three times
    const meanwhile = async () => {
      const path = `apps/${races.length}.yaml`
      races.push(path)
      await addCommit(fleet, { [path]: 'theirs' }, `Deploy ${path}`)
    }
    github.fault({ method: 'PATCH', path: /\/git\/refs\/heads/, times: 3, answer: { meanwhile } })
    const used = await world().use({ files: files() })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(races).toHaveLength(3)
    const there = await filesOf(fleet)
    for (const path of races) expect(there[path]?.toString()).toBe('theirs')
    const run = used.main.outputs['run-id']
    expect(await subjectsOf(fleet)).toEqual(
      expect.arrayContaining([
        `perf: start browse ${run}`,
        `perf: withdraw browse ${run}`,
        'Deploy apps/0.yaml',
        'Deploy apps/1.yaml',
      ]),
    )
  })
})
