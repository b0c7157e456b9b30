import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Inputs, readInputs, secretsOf } from '../../src/action/inputs.ts'
import { PerfError } from '../../src/core/error.ts'

const least = {
  cluster: 'perf',
  'aws-region': 'eu-west-1',
  'flux-repository': 'my-org/fleet',
  'flux-token': 'flux-secret',
  bucket: 'my-bucket',
}

type Given = Readonly<Record<string, string>>
const read = (given: Given, base: Given = least) => readInputs((name) => ({ ...base, ...given })[name] ?? '')

const refusal = (given: Given, base?: Given): { readonly code: string; readonly lines: readonly string[] } => {
  try {
    read(given, base)
  } catch (thrown) {
    if (thrown instanceof PerfError) return { code: thrown.code, lines: thrown.message.split('\n') }
    throw thrown
  }
  throw new Error('the inputs were taken')
}

test('what is required is enough', () => {
  expect(read({})).toEqual({
    config: 'perf.yaml',
    tests: 'all',
    namespace: 'perf',
    bucket: 'my-bucket',
    prefix: '',
    region: 'eu-west-1',
    cluster: 'perf',
    fluxPath: 'perf/runs',
    fluxBranch: 'main',
    flux: {
      repository: { kind: 'name', name: 'my-org/fleet' },
      branch: 'main',
      path: 'perf/runs',
      source: 'flux-system/perf',
      kustomization: 'flux-system/perf',
      token: 'flux-secret',
      commitVia: 'api',
    },
    sources: [],
    prometheus: {},
    failOn: ['regression', 'invalid'],
  })
})

test.each<[string, string, Partial<Inputs>]>([
  ['config', './perf/perf.yaml', { config: 'perf/perf.yaml' }],
  ['test', 'shop, cart\ncart', { tests: ['shop', 'cart'] }],
  ['test', 'shop all', { tests: 'all' }],
  ['pods', '256', { overrides: { pods: 256 } }],
  ['duration', '1h30m', { overrides: { durationMs: 5_400_000 } }],
  ['role-to-assume', 'arn:aws:iam::111122223333:role/ci/perf', { role: 'arn:aws:iam::111122223333:role/ci/perf' }],
  ['aws-region', 'us-gov-west-1', { region: 'us-gov-west-1' }],
  ['flux-path', '/clusters/perf/runs/', { fluxPath: 'clusters/perf/runs' }],
  ['bucket', 'my-bucket/some/prefix/', { bucket: 'my-bucket', prefix: 'some/prefix' }],
  ['bucket', 's3://my-bucket/some/prefix', { bucket: 'my-bucket', prefix: 'some/prefix' }],
  ['kms-key-id', 'alias/perf', { kmsKeyId: 'alias/perf' }],
  ['prometheus', 'https://prom.example.com/', { prometheus: { default: { url: 'https://prom.example.com' } } }],
  [
    'prometheus',
    'default=http://10.0.0.1:9090/prom\n target=service://monitoring/prometheus:http \n\nother=service://a/b:9090/prom/',
    {
      prometheus: {
        default: { url: 'http://10.0.0.1:9090/prom' },
        target: { service: 'monitoring/prometheus:http' },
        other: { service: 'a/b:9090', path: '/prom' },
      },
    },
  ],
  ['github-token', 'gh-secret', { githubToken: 'gh-secret' }],
  ['fail-on', 'none', { failOn: [] }],
  ['fail-on', 'invalid warn', { failOn: ['warn', 'invalid'] }],
  ['timeout', '1h30m', { timeoutMs: 5_400_000 }],
])('%s: %p is understood', (name, text, inputs) => {
  expect(read({ [name]: text })).toMatchObject(inputs)
})

test('git may push to any host', () => {
  const { flux } = read({ 'commit-via': 'git', 'flux-repository': 'https://git.example.com/fleet.git' })
  expect(flux).toMatchObject({
    commitVia: 'git',
    repository: { kind: 'url', url: 'https://git.example.com/fleet.git' },
  })
  expect(read({ 'commit-via': 'git' }).flux.repository).toEqual({ kind: 'name', name: 'my-org/fleet' })
})

const two = { prometheus: 'default=https://a.example.com\ntarget=https://b.example.com' }

test.each<[string, Given, Inputs['prometheus']]>([
  [
    'a lone token is for the only one',
    { prometheus: 'x=https://a.example.com', 'prometheus-token': 'ey==' },
    { x: { url: 'https://a.example.com', token: 'ey==' } },
  ],
  [
    'a lone token is for the default',
    { ...two, 'prometheus-token': 'ey==' },
    { default: { url: 'https://a.example.com', token: 'ey==' }, target: { url: 'https://b.example.com' } },
  ],
  [
    'a named token is for its own',
    { ...two, 'prometheus-token': 'target=ey==' },
    { default: { url: 'https://a.example.com' }, target: { url: 'https://b.example.com', token: 'ey==' } },
  ],
  [
    'a token that looks like a name is still one',
    { prometheus: 'https://a.example.com', 'prometheus-token': 'abc=def' },
    { default: { url: 'https://a.example.com', token: 'abc=def' } },
  ],
])('%s', (_, given, prometheus) => {
  expect(read(given).prometheus).toEqual(prometheus)
})

test.each<[string, string, string]>([
  ['cluster', '', 'input `cluster` is missing. Right: `cluster: perf`'],
  ['cluster', 'my cluster', 'input `cluster` is `my cluster`, not a name of a cluster. Right: `cluster: perf`'],
  ['aws-region', 'Ireland', 'input `aws-region` is `Ireland`, not a region. Right: `aws-region: eu-west-1`'],
  [
    'role-to-assume',
    'perf',
    'input `role-to-assume` is `perf`, not an ARN of a role. Right: `role-to-assume: arn:aws:iam::111122223333:role/perf`',
  ],
  ['namespace', 'Perf', 'input `namespace` is `Perf`, not a name of a namespace. Right: `namespace: perf`'],
  [
    'flux-repository',
    'fleet',
    'input `flux-repository` is `fleet`, neither owner/name nor an https URL. Right: `flux-repository: my-org/fleet`',
  ],
  [
    'flux-repository',
    'https://git.example.com/fleet',
    'input `flux-repository` is a URL, which needs commit-via git. Right: `flux-repository: my-org/fleet`',
  ],
  [
    'flux-repository',
    'https://me:pw@git.example.com/fleet',
    'input `flux-repository` holds a user or a password: use the input flux-token. Right: `flux-repository: my-org/fleet`',
  ],
  [
    'flux-branch',
    '--upload-pack=x',
    'input `flux-branch` is `--upload-pack=x`, not a name of a branch. Right: `flux-branch: main`',
  ],
  [
    'flux-path',
    '../other',
    'input `flux-path` is `../other`, not a path in the repository. Right: `flux-path: perf/runs`',
  ],
  [
    'flux-path',
    './',
    'input `flux-path` is the root of the repository, not a path in it. Right: `flux-path: perf/runs`',
  ],
  ['flux-source', 'perf', 'input `flux-source` is `perf`, not namespace/name. Right: `flux-source: flux-system/perf`'],
  ['flux-token', '', 'input `flux-token` is missing. Right: `flux-token: ${{ secrets.FLUX_TOKEN }}`'],
  [
    'flux-token',
    'sec ret',
    'input `flux-token` has a space or a line break in it. Right: `flux-token: ${{ secrets.FLUX_TOKEN }}`',
  ],
  ['commit-via', 'ssh', 'input `commit-via` is `ssh`, neither api nor git. Right: `commit-via: api`'],
  [
    'bucket',
    'My_Bucket',
    'input `bucket` is `My_Bucket`, which does not begin with a name of a bucket. Right: `bucket: my-bucket/perf`',
  ],
  [
    'bucket',
    'my-bucket/a//b',
    "input `bucket` has the prefix `a//b`: only letters, digits and _ ! . * ' ( ) - between single slashes. Right: `bucket: my-bucket/perf`",
  ],
  [
    'prometheus',
    'prom:9090',
    'input `prometheus` has `default`, which is neither an https URL nor service://namespace/service:port. Right: `prometheus: default=https://prometheus.example.com`',
  ],
  [
    'prometheus',
    'service://prometheus',
    'input `prometheus` has `default`, which is not service://namespace/service:port: `service://prometheus`. Right: `prometheus: default=https://prometheus.example.com`',
  ],
  [
    'prometheus',
    'https://me:pw@a',
    'input `prometheus` has `default`, which holds a user or a password: use the input prometheus-token. Right: `prometheus: default=https://prometheus.example.com`',
  ],
  [
    'prometheus',
    'a=https://a\na=https://b',
    'input `prometheus` has `a` twice. Right: `prometheus: default=https://prometheus.example.com`',
  ],
  [
    'prometheus-token',
    'secret',
    "input `prometheus-token` is given, but no Prometheus is reached by a URL. Right: `prometheus-token: ''`",
  ],
  [
    'fail-on',
    'regresion',
    'input `fail-on` has `regresion`, which is none of warn, regression, inconclusive, invalid and none. Right: `fail-on: regression`',
  ],
  ['timeout', '90', 'input `timeout` is not understood: `90` has no unit. Right: `timeout: 2h`'],
  ['mode', 'fast', 'input `mode` is `fast`, not a mode. Right: `mode: run`'],
  ['pods', '0', 'input `pods` is `0`, not 1 to 256. Right: `pods: 4`'],
  ['pods', '1e2', 'input `pods` is `1e2`, not 1 to 256. Right: `pods: 4`'],
  ['pods', '257', 'input `pods` is `257`, not 1 to 256. Right: `pods: 4`'],
  ['duration', '8d', 'input `duration` is more than 7d. Right: `duration: 10m`'],
  ['duration', '0s', 'input `duration` is no time at all. Right: `duration: 10m`'],
  ['results', 'folder', "input `results` is for mode `judge` alone. Right: `results: ''`"],
])('%s: %p is refused', (name, text, line) => {
  expect(refusal({ [name]: text })).toEqual({ code: 'INPUT', lines: [line] })
})

test.each(['start', 'collect', 'cancel'])('mode %s is refused by its name', (mode) => {
  const line = `input \`mode\` is \`${mode}\`, which is not built yet. Right: \`mode: run\``
  expect(refusal({ mode })).toEqual({ code: 'NOT_BUILT', lines: [line] })
})

test('all faults are told at once', () => {
  expect(refusal({ mode: 'collect', 'run-id': 'r1', timeout: 'long' }, {})).toEqual({
    code: 'INPUT',
    lines: [
      '8 faults',
      'input `mode` is `collect`, which is not built yet. Right: `mode: run`',
      "input `run-id` is for the modes collect and cancel, which are not built yet. Right: `run-id: ''`",
      'input `aws-region` is missing. Right: `aws-region: eu-west-1`',
      'input `cluster` is missing. Right: `cluster: perf`',
      'input `flux-repository` is missing. Right: `flux-repository: my-org/fleet`',
      'input `flux-token` is missing. Right: `flux-token: ${{ secrets.FLUX_TOKEN }}`',
      'input `bucket` is missing. Right: `bucket: my-bucket/perf`',
      'input `timeout` is not understood: `long` is not a duration. Right: `timeout: 2h`',
    ],
  })
})

test('a secret is in no message, and every secret is known', () => {
  const secret = 'top secret'
  const { lines } = refusal({
    ...two,
    'flux-token': secret,
    'github-token': secret,
    'prometheus-token': `${secret}\nx`,
  })
  expect(lines).toHaveLength(4)
  expect(lines.join()).not.toContain('top')
  const inputs = read({ ...two, 'github-token': 'gh', 'prometheus-token': 'target=prom' })
  expect(secretsOf(inputs)).toEqual(['flux-secret', 'gh', 'prom'])
})

test('any texts at all are read or refused in lines of their own', () => {
  const names = Object.keys({
    ...least,
    mode: '',
    test: '',
    prometheus: '',
    timeout: '',
    'fail-on': '',
    'flux-branch': '',
    'flux-path': '',
  })
  const texts = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 60 }))
  fc.assert(
    fc.property(texts, (given) => {
      try {
        read(given)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PerfError)
        const { message, faults } = thrown as PerfError
        expect(message.split('\n')).toHaveLength(faults.length === 1 ? 1 : faults.length + 1)
      }
    }),
    { numRuns: 500 },
  )
})
