import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadTests } from '../../src/config/load.ts'
import type { Overrides } from '../../src/core/request.ts'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))
const bytes = (text: string) => new TextEncoder().encode(text)
const plan = fixture('jmeter/plan.jmx')

interface Given {
  readonly file?: string
  readonly names?: readonly string[] | 'all'
  readonly files?: Readonly<Record<string, Uint8Array>>
  readonly sources?: readonly string[]
  readonly overrides?: Overrides
}

const load = (text: string, { file = 'perf.yaml', names = 'all', files = { 'plan.jmx': plan }, ...rest }: Given = {}) =>
  loadTests({ text, file, names, readFile: async (path) => files[path], ...rest })

const refusal = async (text: string, given?: Given) => {
  const tests = await load(text, given).catch((thrown) => ({ code: thrown.code, lines: thrown.message.split('\n') }))
  if (!('code' in tests)) throw new Error('the file was taken')
  return tests
}

test('a JMeter test is read with every text as a quantity', async () => {
  const tests = await load(fixture('jmeter/perf.yaml').toString())
  expect(tests).toEqual([
    {
      name: 'shop',
      profile: 'load',
      generator: 'jmeter',
      image: 'justb4/jmeter:5.6.3',
      pods: 2,
      size: { cpuMillis: 300, memoryBytes: 512 * 1024 ** 2 },
      threads: 8,
      rate: 40,
      rampMs: 5000,
      durationMs: 30_000,
      properties: { currency: 'EUR' },
      plan: { path: 'plan.jmx', content: plan, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      target: {
        url: 'http://shop.perf.svc.cluster.local:8080',
      },
      limits: [
        expect.objectContaining({ text: 'p95 < 400 ms', bound: 400 }),
        expect.objectContaining({ text: 'p99(POST /checkout) < 900 ms', bound: 900 }),
        expect.objectContaining({ text: 'error-rate < 0.5 %', bound: 0.005 }),
        expect.objectContaining({ text: 'throughput > 20/s', bound: 20 }),
        expect.objectContaining({ text: 'metric(memory).max < 256Mi', bound: 256 * 1024 ** 2 }),
      ],
      metrics: [
        {
          id: 'memory',
          query: 'max(container_memory_working_set_bytes{namespace="$namespace", container="shop"})',
          source: 'default',
          better: 'lower',
          unit: 'bytes',
        },
      ],
    },
  ])
})

test('an http test is read with its requests filled in', async () => {
  const [http] = await load(fixture('http/perf.yaml').toString())
  expect(http).toMatchObject({ name: 'shop-http', image: 'node:24.21.0-slim', rate: 40 })
  expect(http).not.toHaveProperty('threads')
  expect(http?.generator === 'http' && http.requests).toEqual([
    { name: 'GET /products', method: 'GET', path: '/products', headers: {}, weight: 4, status: [], timeoutMs: 30_000 },
    {
      name: 'GET /products/1',
      method: 'GET',
      path: '/products/1',
      headers: {},
      weight: 3,
      status: [],
      contains: '"ok":true',
      timeoutMs: 30_000,
    },
    expect.objectContaining({
      name: 'POST /cart',
      method: 'POST',
      body: '{"product":1,"quantity":2}',
      status: [200, 201],
    }),
    expect.objectContaining({ name: 'POST /checkout', timeoutMs: 5000 }),
  ])
})

const http = 'generator: http, target: {url: "http://shop"}, requests: [{path: /}], rate: 10'

test('a target and a request may be a line', async () => {
  const [short] = await load(
    '{version: 1, tests: {a: {generator: http, target: "http://shop", rate: 5, requests: [GET /products, POST /cart]}}}',
  )
  expect(short).toMatchObject({ target: { url: 'http://shop' } })
  expect(short?.generator === 'http' && short.requests).toMatchObject([
    { name: 'GET /products', method: 'GET', path: '/products', weight: 1 },
    { name: 'POST /cart', method: 'POST', path: '/cart', weight: 1 },
  ])
})

test('a load test lasts an hour after a gradual start, in a pod that fills a size of Fargate', async () => {
  const [load1] = await load(`{version: 1, tests: {a: {${http}}}}`)
  expect(load1).toMatchObject({ profile: 'load', durationMs: 3_600_000, rampMs: 360_000, pods: 1 })
  expect(load1?.size).toEqual({ cpuMillis: 900, memoryBytes: 1600 * 1024 ** 2 })
})

test('the tests come in the order of the names, each once', async () => {
  const text = `{version: 1, tests: {a: {${http}}, b: {${http}}, c: {${http}}}}`
  expect((await load(text, { names: ['c', 'a', 'c'] })).map(({ name }) => name)).toEqual(['c', 'a'])
  expect((await load(text)).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('how a run is compared, and what was accepted, is handed on as far as it is said', async () => {
  const entry = `compare: {with: history, margin: 3 %, strict: true}, accept: [r20261121093000-abcdef]`
  const text = `{version: 1, tests: {a: {${http}, ${entry}}, b: {${http}, compare: {margin: 10 %}}, c: {${http}}}}`
  const [a, b, c] = await load(text)
  expect(a).toMatchObject({
    compare: { with: 'history', margin: 0.03, strict: true },
    accept: ['r20261121093000-abcdef'],
  })
  expect(b?.compare).toEqual({ margin: 0.1 })
  expect(c).not.toHaveProperty('compare')
  expect(c).not.toHaveProperty('accept')
})

const two = 'targets: {base: "http://old", head: {url: "http://new", revision: "http://new/revision"}}'
const paired = 'generator: http, requests: [{path: /}], rate: 10'

test('two targets in pairs are blocks of two minutes, six pairs at the most, with the head as the target', async () => {
  const entry = `${paired}, ${two}, compare: {with: pairs, margin: 3 %, reset: "http://new/reset"}`
  const [test] = await load(`{version: 1, tests: {a: {${entry}}}}`)
  const head = { url: 'http://new', revision: 'http://new/revision' }
  expect(test).toMatchObject({
    compare: { with: 'pairs', margin: 0.03 },
    pairs: { base: { url: 'http://old' }, head, most: 6, reset: 'http://new/reset' },
    target: head,
    durationMs: 120_000,
    rampMs: 12_000,
  })
})

test('a screen is one load of the head, and three pairs to confirm what it suspects', async () => {
  const [test] = await load(`{version: 1, tests: {a: {${paired}, ${two}, compare: {with: screen}}}}`)
  const head = { url: 'http://new', revision: 'http://new/revision' }
  expect(test).toMatchObject({
    ...{ compare: { with: 'screen' }, confirm: { base: { url: 'http://old' }, head, most: 3 } },
    ...{ target: head, durationMs: 120_000 },
  })
  expect(test).not.toHaveProperty('pairs')
})

test.each([
  [
    `${http}, compare: {with: pairs}`,
    'a comparison in pairs needs `targets`. Right: `targets: {base: https://base.example.com, head: https://head.example.com}`',
  ],
  [`${paired}, ${two}`, '`targets` are for a comparison in pairs. Right: `compare: {with: pairs}`'],
  [`${http}, ${two}, compare: {with: pairs}`, '`target` says nothing beside `targets`. Right: the same without it'],
  [
    `${http}, compare: {pairs: 6}`,
    '`compare.pairs` says nothing where runs are not compared in pairs. Right: the same without it',
  ],
  [
    `${http}, compare: {reset: "http://x/r"}`,
    '`compare.reset` says nothing where runs are not compared in pairs. Right: the same without it',
  ],
  [
    `${http}, compare: {with: screen}`,
    'a screen, which is confirmed in pairs, needs `targets`. Right: `targets: {base: https://base.example.com, head: https://head.example.com}`',
  ],
  [
    `${paired}, ${two}, compare: {with: screen, pairs: 4}`,
    '`compare.pairs` says nothing of a screen: three pairs confirm what it suspects. Right: the same without it',
  ],
  [
    `${paired}, ${two}, compare: {with: screen, strict: true}`,
    '`compare.strict` says nothing of a screen, which pairs confirm. Right: the same without it',
  ],
  [
    `${paired}, ${two}, compare: {with: pairs, strict: true}`,
    '`compare.strict` says nothing where runs are compared in pairs. Right: the same without it',
  ],
  [
    `${paired}, targets: {base: "http://a", head: "http://a"}, compare: {with: pairs}`,
    '`targets.head` is the same as `targets.base`. Right: `targets: {base: https://base.example.com, head: https://head.example.com}`',
  ],
  [
    `${paired}, targets: {base: "http://a:80", head: "http://A/"}, compare: {with: pairs}`,
    '`targets.head` is the same as `targets.base`. Right: `targets: {base: https://base.example.com, head: https://head.example.com}`',
  ],
])('pairs that cannot be meant are refused: %s', async (fields, wrong) => {
  const { code, lines } = await refusal(`version: 1\ntests:\n  a: {${fields}}\n`)
  expect(code).toBe('CONFIG')
  expect(lines.map((line: string) => line.replace(/^perf.yaml:3:\d+: /, ''))).toEqual([wrong])
})

test.each([
  ['accept: [the new cache]', '`tests.a.accept[0]` is not the id of a run. Right: `r20261121093000-abcdef`'],
  [
    'compare: {with: none, strict: true}',
    '`compare.strict` says nothing where runs are compared with none. Right: the same without it',
  ],
])('a comparison that cannot be meant is refused: %s', async (fields, wrong) => {
  const { code, lines } = await refusal(`version: 1\ntests:\n  a: {${http}, ${fields}}\n`)
  expect(code).toBe('CONFIG')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.replace(/^perf.yaml:3:\d+: /, '')).toBe(wrong)
})

test('a property is handed on as it is written, not as YAML understands it', async () => {
  const files = {
    'plan.jmx': bytes(plan.toString().replace('${__P(currency,EUR)}', '${__P(v)}${__P(n)}${__P(t)}${__P(b)}')),
  }
  const text = `
version: 1
tests:
  a:
    generator: jmeter
    plan: plan.jmx
    threads: 1
    properties: {v: 1.10, n: 007, t: "1.50", b: true}`
  expect((await load(text, { files }))[0]?.properties).toEqual({ v: '1.10', n: '007', t: '1.50', b: 'true' })
})

test('merge keys share what tests have in common', async () => {
  const text = `
version: 1
tests:
  a: &a {${http}, duration: 1m}
  b:
    <<: *a
    rate: 20/s`
  expect((await load(text)).map(({ rate, durationMs }) => [rate, durationMs])).toEqual([
    [10, 60_000],
    [20, 60_000],
  ])
})

test('a plan is sought from the folder of perf.yaml', async () => {
  const text = '{version: 1, tests: {a: {generator: jmeter, plan: ../plans/shop.jmx, threads: 2}}}'
  const tests = await load(text, { file: 'perf/perf.yaml', files: { 'plans/shop.jmx': plan } })
  expect(tests[0]).toMatchObject({ plan: { path: '../plans/shop.jmx' } })
})

const head = 'version: 1\ntests:\n  shop:\n    generator: jmeter\n    plan: plan.jmx\n    threads: 10\n'

test.each([
  [
    'unknown key',
    `${head}    duraton: 5m\n`,
    'perf.yaml:7:5: `duraton` is not known in `tests.shop`. Right: `duration`',
  ],
  [
    'unknown key with nothing near it',
    `${head}tags: [a]\n`,
    'perf.yaml:7:1: `tags` is not known here. Right: one of `version`, `tests`',
  ],
  [
    'wrong type',
    `${head}    pods: many\n`,
    'perf.yaml:7:11: `tests.shop.pods` is the text `many`, not a whole number from 1 up to 256. Right: `pods: 4`',
  ],
  [
    'a duration without unit',
    `${head}    duration: 90\n`,
    'perf.yaml:7:15: `tests.shop.duration`: `90` has no unit. Right: `90s`',
  ],
  [
    'a limit without unit',
    `${head}    limits:\n      - p95 < 400\n`,
    'perf.yaml:8:9: `tests.shop.limits[0]`: `400` has no unit. Right: `p95 < 400 ms`',
  ],
  [
    'no version',
    'tests:\n  a: {}\n'.replace('{}', `{${http}}`),
    'perf.yaml:1:1: the file has no `version`. Right: `version: 1`',
  ],
  [
    'no tests',
    'version: 1\ntests: {}\n',
    'perf.yaml:2:8: `tests` has no entries. Right: `tests: {shop: {generator: jmeter, plan: plan.jmx, threads: 100}}`',
  ],
  [
    'a bad choice',
    'version: 1\ntests:\n  a:\n    generator: jmetr\n',
    'perf.yaml:4:16: `tests.a.generator` is the text `jmetr`, not one of jmeter, http, fortio. Right: `generator: jmeter`',
  ],
  [
    'a name that fits no label',
    `version: 1\ntests:\n  My_Shop: {${http}}\n`,
    'perf.yaml:3:3: `My_Shop` is not a name: a-z, 0-9 and -, at most 40 of them. Right: `shop`',
  ],
  [
    'a reserved name',
    `version: 1\ntests:\n  all: {${http}}\n`,
    'perf.yaml:3:3: a test cannot be named `all`: that word asks for every test. Right: `every`',
  ],
  [
    'a target with a password',
    `${head}    target: {url: "https://me:secret@shop"}\n`,
    'perf.yaml:7:19: `tests.shop.target.url` must not hold a user or a password. Right: `url: https://shop.example.com`',
  ],
  [
    'a target that is no URL',
    `${head}    target: {url: "javascript:alert(1)"}\n`,
    'perf.yaml:7:19: `tests.shop.target.url` is not an http or https URL. Right: `url: https://shop.example.com`',
  ],
  [
    'fewer threads than pods',
    `${head}    pods: 12\n`,
    'perf.yaml:6:14: 10 threads cannot be divided over 12 pods. Right: `threads: 12`',
  ],
  [
    'no rate',
    `${head}    rate: 0\n`,
    'perf.yaml:7:11: `tests.shop.rate` is out of range (more than 0, up to 1000000/s). Right: `rate: 500/s`',
  ],
  [
    'a ramp without end',
    `${head}    duration: 5m\n    ramp: 5m\n`,
    'perf.yaml:8:11: a ramp of 5 min leaves nothing of a duration of 5 min. Right: `ramp: 5m`',
  ],
  [
    'a limit on an unknown metric',
    `${head}    limits: ["metric(cpu).max < 0.8"]\n    metrics: {memory: {query: up}}\n`,
    'perf.yaml:7:14: there is no metric `cpu` in `metrics` (known: `memory`). Right: `metrics: {cpu: {query: up}}`',
  ],
  [
    'a property of ours',
    `${head}    properties: {threads: 5}\n`,
    'perf.yaml:7:18: perf-action itself sets the property `threads`. Right: the same without it',
  ],
  [
    'a property of two lines',
    `${head}    properties: {currency: "EUR\\n-Jx=1"}\n`,
    'perf.yaml:7:28: `tests.shop.properties.currency` must be one line of text. Right: `currency: EUR`',
  ],
  [
    'requests of a JMeter test',
    `${head}    requests: [{path: /}]\n`,
    'perf.yaml:7:5: generator `jmeter` does not use `requests`. Right: the same without it',
  ],
  [
    'a duplicate key',
    `${head}    threads: 5\n`,
    'perf.yaml:7:5: this key is here a second time. Right: one of the two, without the other',
  ],
  [
    'bad YAML',
    'version: 1\ntests: [\n',
    'perf.yaml:3:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'a second document',
    `${head}---\nversion: 1\n`,
    'perf.yaml:7:1: a second YAML document begins here, and only one is read. Right: all tests under one `tests`, without `---` between them',
  ],
  ['nothing', '', 'perf.yaml:1:1: the file is empty, not a mapping'],
  [
    'a hostile key',
    `${head}__proto__: {}\n`,
    'perf.yaml:7:1: `__proto__` is not a key that may be used. Right: another name, such as `shop`',
  ],
  [
    'a key that would speak to the runner',
    `${head}"\\n::error::x\\e[2J": 1\n`,
    'perf.yaml:7:1: `\\u{a}::error::x\\u{1b}[2J` is not known here. Right: one of `version`, `tests`',
  ],
])('%s', async (_, text, line) => {
  expect(await refusal(text)).toEqual({ code: 'CONFIG', lines: [line] })
})

const web = (rest: string) => `version: 1\ntests:\n  a:\n    generator: http\n${rest}`

test.each([
  [
    'neither requests, nor target, nor load',
    web(''),
    [
      'perf.yaml:4:16: generator `http` needs `requests`. Right: `requests: [GET /products]`',
      'perf.yaml:4:16: generator `http` needs `target`. Right: `target: https://shop.example.com`',
      'perf.yaml:4:16: there is neither `threads` nor `rate`. Right: `threads: 100`',
    ],
  ],
  [
    'a line that is no request',
    web('    target: ftp://shop\n    rate: 5\n    requests: [get /, {paht: /}, 5]\n'),
    [
      'perf.yaml:5:13: `tests.a.target` is not an http or https URL. Right: `target: https://shop.example.com`',
      'perf.yaml:7:16: `tests.a.requests[0]`: `get /` is not a method and a path. Right: `GET /products`',
      'perf.yaml:7:23: `tests.a.requests[1]` has no `path`. Right: `path: /products?page=1`',
      'perf.yaml:7:24: `paht` is not known in `tests.a.requests[1]`. Right: `path`',
      'perf.yaml:7:34: `tests.a.requests[2]` is `5`, not a text or a mapping. Right: `GET /products`',
    ],
  ],
  [
    'a label twice',
    web('    target: {url: http://shop}\n    rate: 5\n    requests: [{path: /}, {path: /}]\n'),
    ['perf.yaml:7:34: another request is counted as `GET /` already. Right: `name: GET / 2`'],
  ],
  [
    'a limit on a label that nobody has',
    web(
      '    target: {url: http://shop}\n    rate: 5\n    requests: [{path: /pay}]\n    limits: ["p95(GET /pai) < 1s"]\n',
    ),
    ['perf.yaml:8:14: no request is counted as `GET /pai` (known: `GET /pay`). Right: `GET /pay`'],
  ],
  [
    'what JMeter alone has',
    web(
      '    target: {url: http://shop}\n    rate: 5\n    requests: [{path: /}]\n    plan: plan.jmx\n    properties: {a: 1}\n',
    ),
    [
      'perf.yaml:8:5: generator `http` does not use `plan`. Right: the same without it',
      'perf.yaml:9:5: generator `http` does not use `properties`. Right: the same without it',
    ],
  ],
])('an http test with %s', async (_, text, lines) => {
  expect((await refusal(text)).lines.slice(lines.length > 1 ? 1 : 0)).toEqual(lines)
})

const REQUEST = 'perf.yaml:7:'

test.each([
  [
    'GET /käse?art=alt#1',
    '16: `tests.a.requests[0]`: what is not printable ASCII, a space or # must be percent-encoded in a path. Right: `GET /k%C3%A4se?art=alt%231`',
  ],
  [
    '{path: "/a b/\\ud800%20"}',
    '23: `tests.a.requests[0].path`: what is not printable ASCII, a space or # must be percent-encoded in a path. Right: `path: /a%20b/%EF%BF%BD%20`',
  ],
  [
    '{path: products}',
    '23: `tests.a.requests[0].path`: `products` does not begin with /. Right: `path: /products?page=1`',
  ],
  [
    '{path: /, headers: {x-name: "żółw"}}',
    '44: `tests.a.requests[0].headers.x-name` is not one line of printable Latin-1. Right: `x-name: application/json`',
  ],
  [
    '{path: /, headers: {x-name: "a\\r\\nb: c"}}',
    '44: `tests.a.requests[0].headers.x-name` is not one line of printable Latin-1. Right: `x-name: application/json`',
  ],
  [
    '{path: /, headers: {"x name": a}}',
    '36: `x name` is not a name: letters, digits and - (a token of HTTP). Right: `content-type`',
  ],
  ['{path: /, headers: {Host: "a/b"}}', '42: `a/b` is not a host. Right: `Host: shop.example.com`'],
  ...[
    'Content-Length',
    'transfer-encoding',
    'connection',
    'keep-alive',
    'proxy-connection',
    'upgrade',
    'te',
    'trailer',
  ].map((name) => [
    `{path: /, headers: {${name}: 5x}}`,
    `36: generator \`http\` itself sees to the header \`${name}\`. Right: the same without it`,
  ]),
])('a request that the generator cannot send is refused: %s', async (request, fault) => {
  const { lines } = await refusal(web(`    target: http://shop\n    rate: 5\n    requests: [${request}]\n`))
  expect(lines).toEqual([REQUEST + fault])
})

test.each(['shop.example.com', 'shop:8080', '[::1]:8080'])('a request may name its host: %s', async (host) => {
  const text = web(
    `    target: http://shop\n    rate: 5\n    requests: [{path: /%C3%A4, headers: {host: "${host}", x-n: "é"}}]\n`,
  )
  expect(await load(text)).toMatchObject([{ requests: [{ path: '/%C3%A4', headers: { host, 'x-n': 'é' } }] }])
})

const DIGEST = `sha256:${'0a'.repeat(32)}`

test.each(['node', 'node:latest', 'registry:5000/node', 'registry:5000/team/node:latest', 'node@sha256:12', 'Node:24'])(
  'the image %s is refused, because it does not say which one',
  async (image) => {
    expect((await refusal(`${head}    image: "${image}"\n`)).lines).toEqual([
      'perf.yaml:7:12: `tests.shop.image` is not an image with a digest, or with a tag other than latest. Right: `image: justb4/jmeter:5.6.3`',
    ])
  },
)

test.each([
  'node:24.21.0-slim',
  'node:latest-2026',
  'registry:5000/node:24',
  'registry.example.com/team/node:v1_2',
  `node@${DIGEST}`,
  `node:latest@${DIGEST}`,
])('the image %s is taken', async (image) => {
  expect(await load(`${head}    image: "${image}"\n`)).toMatchObject([{ image }])
})

test('all faults of a file are told at once, in its order, the sound parts of a bad test included', async () => {
  const text = `${head}    pods: 20
    size: {cpu: two}
    limits: [p95 < 400, metric(x).max < 1]
    metrics: {x: {query: up, source: other}}
    zebra: 1
  b: {${http}, ramp: 2h}
`
  const { code, lines } = await refusal(text, { names: ['shop', 'c'], sources: ['default'] })
  expect(code).toBe('CONFIG')
  expect(lines).toEqual([
    '8 faults',
    'perf.yaml:2:1: there is no test `c` (known: `shop`, `b`). Right: `b`',
    'perf.yaml:6:14: 10 threads cannot be divided over 20 pods. Right: `threads: 20`',
    'perf.yaml:8:5: `tests.shop.size` has no `memory`. Right: `memory: 1600Mi`',
    'perf.yaml:8:17: `tests.shop.size.cpu`: `two` is not a number of CPUs. Right: `500m, 0.5 or 2`',
    'perf.yaml:9:14: `tests.shop.limits[0]`: `400` has no unit. Right: `p95 < 400 ms`',
    'perf.yaml:10:38: the input prometheus has no `other` (known: `default`). Right: `prometheus: other=https://prometheus.example.com`',
    expect.stringContaining(
      'perf.yaml:11:5: `zebra` is not known in `tests.shop`. Right: one of `profile`, `generator`, `plan`',
    ),
    expect.stringMatching(/^perf.yaml:12:\d+: a ramp of 2 h leaves nothing of a duration of 1 h. Right: `ramp: 5m`$/),
  ])
})

test('each fault carries its place for an annotation', async () => {
  await expect(load(`${head}    pods: many\n`)).rejects.toMatchObject({
    faults: [{ code: 'CONFIG', file: 'perf.yaml', line: 7, column: 11 }],
  })
})

test.each([
  ['generator: fortio', 'generator `fortio` is not built yet. Right: `generator: http`'],
  [
    `${paired}, ${two}, profile: stress, compare: {with: pairs}`,
    'a stress test in pairs is not built yet. Right: `with: history`',
  ],
])('what is not built yet is refused by name: %s', async (fields, wrong) => {
  const { code, lines } = await refusal(`version: 1\ntests:\n  a: {${fields}}\n`)
  expect(code).toBe('NOT_BUILT')
  expect(lines).toEqual([expect.stringMatching(/^perf.yaml:3:\d+: /)])
  expect(lines[0]?.replace(/^perf.yaml:3:\d+: /, '')).toBe(wrong)
})

test('what is not built yet does not stand in the way of the tests beside it', async () => {
  const text = `{version: 1, tests: {soak: {generator: fortio}, quick: {${http}}}}`
  expect(await load(text, { names: ['quick'] })).toHaveLength(1)
})

test('the config.json of the mesh load tester is known by its keys', async () => {
  expect(await refusal('{"load_tests": [], "backends_map": {}, "metrics": {}}', { file: 'config.json' })).toEqual({
    code: 'NOT_BUILT',
    lines: [
      'config.json:1:20: a config.json of the mesh load tester (it has `backends_map`) is not built yet. Right: a perf.yaml with `version: 1` and `tests`',
    ],
  })
})

test.each([
  ['missing', {}, 'perf.yaml:5:11: there is no plan `plan.jmx` in the repository. Right: `plan: plan.jmx`'],
  ['not XML', { 'plan.jmx': bytes('hello') }, 'plan.jmx:1: it is not XML: `text data outside of root node.`'],
  [
    'not a plan',
    { 'plan.jmx': bytes('<html/>') },
    'plan.jmx:1: it is not a JMeter plan: its first element is `html`, not `jmeterTestPlan`',
  ],
  [
    'one that ignores the properties',
    { 'plan.jmx': bytes(plan.toString().replace('>${users}<', '>50<')) },
    'plan.jmx:39: thread group `Shoppers` does not take its number of threads from the property `threads` (its ThreadGroup.num_threads is `50`). Right: `<stringProp name="ThreadGroup.num_threads">${__P(threads,1)}</stringProp>`',
  ],
])('a plan that is %s', async (_, files, line) => {
  expect(await refusal(head, { files })).toEqual({ code: 'PLAN', lines: [line] })
})

test.each(['../plan.jmx', '/etc/passwd', 'a/../../plan.jmx'])(
  'the plan %s is not sought outside of the repository',
  async (path) => {
    const text = `version: 1\ntests:\n  a: {generator: jmeter, plan: ${path}, threads: 1}\n`
    const files = { [path]: plan, '../plan.jmx': plan }
    expect((await refusal(text, { files })).lines).toEqual([
      `perf.yaml:3:32: the plan \`${path}\` is outside of the repository. Right: \`plan: plan.jmx\``,
    ])
  },
)

test('a bomb of aliases is refused', async () => {
  const levels = 'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`)
  expect(await refusal(['a: &a [x, x, x]', ...levels].join('\n'))).toEqual({
    code: 'CONFIG',
    lines: [
      'perf.yaml:2:8: the aliases cannot be followed: Excessive alias count indicates a resource exhaustion attack. Right: `&name` at what is shared, and `*name` below it, at most 100 times in all',
    ],
  })
})

test('an alias without an anchor before it is refused where it stands', async () => {
  expect((await refusal('a: &a 1\nb: *a\nc: *b\n')).lines).toEqual([
    expect.stringMatching(/^perf.yaml:3:4: the aliases cannot be followed: Unresolved alias .*: b\. Right: /),
  ])
})

const TWO = `version: 1
tests:
  cart: &test
    generator: http
    target: http://cart
    threads: 4
    duration: 1h
    requests: [GET /]
  shop: *test
`

test('what the workflow overrides is as if the file had it: the ramp follows, and other tests stay', async () => {
  const given = { names: ['shop'], overrides: { pods: 4, durationMs: 300_000 } } as const
  expect(await load(TWO, given)).toEqual([expect.objectContaining({ pods: 4, durationMs: 300_000, rampMs: 30_000 })])
  expect(await load(TWO, { ...given, names: 'all' })).toHaveLength(2)
})

test('what does not fit the overrides is refused at its line, for the tests that are asked for alone', async () => {
  const overrides = { pods: 8 }
  const { lines } = await refusal(TWO.replace('threads: 4', 'threads: 4, ramp: 10m'.split(', ').join('\n    ')), {
    names: ['shop'],
    overrides: { ...overrides, durationMs: 300_000 },
  })
  expect(lines.join()).toMatch(/4 threads cannot be divided over 8 pods[\s\S]*a ramp of 10 min leaves nothing/)
  expect(
    await load(`${TWO}  other: {generator: http, target: http://o, rate: 9/s, requests: [GET /]}\n`, {
      names: ['other'],
      overrides,
    }),
  ).toHaveLength(1)
})
