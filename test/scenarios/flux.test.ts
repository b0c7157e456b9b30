/** Flux does not apply the commit: said early and clearly, and the folder is taken out again. */
import { afterEach, expect, test } from '@jest/globals'
import { FLUX_PATH } from '../world/account.ts'
import { addCommit, subjectsOf } from '../world/repository.ts'
import { adviceOf, checkOf, errorsOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  afterEach(() => world().cluster.patchKustomization({ suspend: false, path: `./${FLUX_PATH}` }))

  const starts = async () => (await subjectsOf(world().fleet)).filter((subject) => subject.startsWith('perf: start'))

  async function refused() {
    const used = await world().use({ files: briefTest(world().shop) })
    expect({ main: used.main.code, post: used.post.code }).toEqual({ main: 1, post: 0 })
    return { ...used, errors: errorsOf(used.main), advice: adviceOf(used.main) }
  }

  test('a suspended Kustomization is seen before anything is committed', async () => {
    await world().cluster.patchKustomization({ suspend: true })
    const { errors, advice } = await refused()
    expect(errors).toEqual(['FLUX: the Kustomization flux-system/perf is suspended, so Flux applies nothing'])
    expect(advice).toBe('flux resume kustomization perf -n flux-system')
    expect(await starts()).toEqual([])
    await expectNothingLeft(world())
  })

  test('a path that the Kustomization does not apply is seen before anything is committed', async () => {
    await world().cluster.patchKustomization({ path: './apps' })
    const { errors, advice } = await refused()
    expect(errors).toEqual(['FLUX: the Kustomization flux-system/perf applies apps, which perf/runs is not in'])
    expect(advice).toBe(
      'set the input flux-path to apps, or name the Kustomization that applies perf/runs in flux-kustomization',
    )
    expect(await starts()).toEqual([])
  })

  test('a build that fails because of another folder names the file', async () => {
    const broken = `${FLUX_PATH}/theirs/kustomization.yaml`
    await addCommit(world().fleet, { [broken]: 'resources: [missing.yaml]\n' }, 'Break the build')
    try {
      const used = await refused()
      expect(used.errors).toEqual([
        expect.stringMatching(
          /^FLUX: Flux can't apply the commit \(Kustomization flux-system\/perf, BuildFailed\): [\s\S]*missing\.yaml/,
        ),
      ])
      expect(used.advice).toBe(
        'the message names the file; if it is not of this run, it breaks every run: mend or remove it',
      )
      expect(evidenceOf(used)).toContain('BuildFailed')
      expect(checkOf(used)).toMatch(/^failure: Could not run: Flux can't apply the commit/)
    } finally {
      await addCommit(world().fleet, { [broken]: 'resources: []\n' }, 'Mend the build')
    }
    expect(await world().folders()).toEqual(['theirs'])
  })
})
