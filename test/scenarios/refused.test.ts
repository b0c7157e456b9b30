/** What is refused before there is any load: red, in words that say what to do, and nothing left behind. */
import { expect, test } from '@jest/globals'
import { subjectsOf } from '../world/repository.ts'
import type { Use } from '../world/world.ts'
import { adviceOf, checkOf, errorsOf, expectNothingLeft } from './seen.ts'
import { briefTest } from './tests.ts'
import { scenarios } from './world.ts'

const unfit = [
  [
    'that is not there',
    undefined,
    'EKS: there is no cluster "CLUSTER" in eu-west-1 in the account of these credentials',
    'check the inputs cluster, aws-region and role-to-assume',
  ],
  [
    'that is being made',
    { status: 'CREATING' },
    'EKS: cluster "CLUSTER" in eu-west-1 is CREATING, not ACTIVE',
    'wait until it is ACTIVE, then run the workflow again',
  ],
  [
    'with a private endpoint alone',
    { endpoint: 'https://127.0.0.1:1', privateOnly: true },
    'EKS: cluster "CLUSTER" has only a private endpoint, which this runner cannot reach (connect ECONNREFUSED 127.0.0.1:1)',
    'use a self-hosted runner in the VPC of the cluster, or turn on its public endpoint (publicAccessCidrs can narrow it)',
  ],
] as const

const bindings = [
  [
    'perf',
    /^FORBIDDEN: the cluster's RBAC does not let user perf-action:\S+ list (jobs\.batch|pods) in the namespace perf$/,
  ],
  [
    'flux-system',
    /^FORBIDDEN: the cluster's RBAC does not let user perf-action:\S+ get (gitrepositories\.source|kustomizations\.kustomize)\.toolkit\.fluxcd\.io in the namespace flux-system$/,
  ],
] as const

scenarios(['cluster', 'sandbox'], (world) => {
  /** Uses the action in vain. */
  async function refused(use: Partial<Use> = {}) {
    const used = await world().use({ files: briefTest(world().shop), ...use })
    expect({ main: used.main.code, post: used.post.code }).toEqual({ main: 1, post: 0 })
    await expectNothingLeft(world())
    return { ...used, errors: errorsOf(used.main), advice: adviceOf(used.main) }
  }

  test('without perf.yaml the step says where it looked', async () => {
    const { errors, advice } = await refused({ files: {} })
    expect(errors).toEqual(['CONFIG: there is no perf.yaml in the repository'])
    expect(advice).toBe('check the code out first (actions/checkout), or name the file with the input `config`')
  })

  test('a test that is not in perf.yaml is refused with those that are, at its place in the file', async () => {
    const { errors, main } = await refused({ inputs: { test: 'brows' } })
    expect(errors.at(-1)).toBe('CONFIG: perf.yaml:2:1: there is no test `brows` (known: `browse`). Right: `browse`')
    expect(main.commands).toContainEqual(
      expect.objectContaining({ name: 'error', properties: expect.objectContaining({ file: 'perf.yaml', line: '2' }) }),
    )
  })

  test('every fault of perf.yaml is said at once, each at its line', async () => {
    const faulty = 'version: 1\ntests:\n  browse:\n    generator: http\n    rat: 5/s\n    duration: soon\n'
    const { errors, main } = await refused({ files: { 'perf.yaml': faulty } })
    expect(errors.slice(-1)[0]?.split('\n')).toEqual(
      expect.arrayContaining([
        'CONFIG: 5 faults',
        'perf.yaml:5:5: `rat` is not known in `tests.browse`. Right: `rate`',
        'perf.yaml:6:15: `tests.browse.duration`: `soon` is not a duration. Right: `90s, 5m, 1h30m or 500ms`',
      ]),
    )
    const lines = main.commands.flatMap(({ properties }) => properties['line'] ?? [])
    expect(lines).toEqual(['4', '4', '4', '5', '6'])
  })

  test('a metric from a Prometheus that the workflow does not name is refused', async () => {
    const { errors } = await refused({
      files: briefTest(world().shop, { metrics: { up: { query: 'up', source: 'nowhere' } } }),
    })
    expect(errors.at(-1)).toMatch(
      /^CONFIG: perf\.yaml:\d+:\d+: the input prometheus has no `nowhere` \(known: `default`, `url`\)\. Right: /,
    )
  })

  test('STS refuses the role to another repository: the subject of the token is said', async () => {
    const job = { repository: 'org/other', event: 'pull_request', environment: 'perf' }
    const { errors, advice } = await refused({ env: world().aws.idTokenEnv(job) })
    expect(errors).toEqual([
      `AUTH: AWS STS in eu-west-1 refused ${world().account.roleArn}: Not authorized to perform sts:AssumeRoleWithWebIdentity ` +
        '(the ID token has sub "repo:org/other:environment:perf", aud "sts.amazonaws.com")',
    ])
    expect(advice).toContain('infra/iam/action-trust.json')
  })

  test.each(unfit)('a cluster %s is refused', async (_, change, message, hint) => {
    const {
      account: { clusterId },
      aws: { clusters },
    } = world()
    const sound = clusters.get(clusterId)
    if (sound === undefined) throw new Error(`the account has no cluster ${clusterId}`)
    try {
      if (change === undefined) clusters.delete(clusterId)
      else clusters.set(clusterId, { ...sound, ...change })
      expect(await refused()).toMatchObject({ errors: [message.replace('CLUSTER', clusterId)], advice: hint })
    } finally {
      clusters.set(clusterId, sound)
    }
  })

  test.each(bindings)(
    'the group without its rights in %s: verb, resource and the file to apply',
    async (where, message) => {
      await using _ = await world().cluster.unbind(where)
      const { errors, advice } = await refused()
      expect(errors).toEqual([expect.stringMatching(message)])
      expect(advice).toMatch(
        /^apply infra\/rbac\.yaml, and map the role to the group perf-action: aws eks create-access-entry /,
      )
      expect((await subjectsOf(world().fleet)).filter((subject) => subject.startsWith('perf:'))).toEqual([])
    },
  )

  test('a bucket that is not there is named', async () => {
    const { roles, aws } = world()
    const { action } = roles('never-made')
    const sound = aws.roles.get(action.arn)
    aws.roles.set(action.arn, action)
    try {
      const used = await refused({ inputs: { bucket: 'never-made/runs' } })
      expect(used.errors).toEqual([
        expect.stringMatching(
          /^STORE: cannot write s3:\/\/never-made\/runs\/browse\/\S+: there is no bucket never-made$/,
        ),
      ])
      expect(used.advice).toBe('create the bucket never-made in eu-west-1, or correct its name')
      expect(checkOf(used)).toMatch(/^failure: Could not run: Cannot write s3:\/\/never-made\//)
    } finally {
      if (sound) aws.roles.set(action.arn, sound)
    }
  })

  test('a bucket that refuses is named with the IAM action that is missing', async () => {
    const { bucket } = world()
    const used = await refused({ inputs: { bucket: `${bucket.name}/elsewhere` } })
    expect(used.errors).toEqual([
      expect.stringMatching(
        /^STORE: cannot write s3:\/\/\S+\/elsewhere\/browse\/\S+: access denied \(User: .* is not authorized to perform: s3:PutObject /,
      ),
    ])
    expect(used.advice).toMatch(/^allow s3:PutObject on arn:aws:s3:::\S+\/elsewhere\/browse\/\S+; see infra\/iam\. /)
  })
})
