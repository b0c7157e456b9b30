import { expect, test } from '@jest/globals'
import type { History } from '../../src/core/baseline.ts'
import type { Origin } from '../../src/core/request.ts'
import { historyKeys, keys } from '../../src/core/run.ts'
import type { LabelledPull } from '../../src/ports.ts'
import { readHistory } from '../../src/steps/history.ts'
import { keepHistory } from '../../src/steps/keep-history.ts'
import { httpTest } from '../support/evidence.ts'
import { record } from '../support/history.ts'
import { memoryStore } from '../support/memory-store.ts'

const OLD = 'r20261101100000-abc234'
const onMain: Origin = {
  ...{ owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), workflowUrl: '', branch: 'main' },
  landed: true,
}
const { landed: _, ...branchOnly } = onMain
const onPull: Origin = { ...branchOnly, pull: 7, landed: false, labels: [] }

interface Script {
  readonly origin?: Origin
  readonly test?: Parameters<typeof httpTest>[0]
  readonly labels?: () => Promise<LabelledPull | { readonly missing: string } | undefined>
  readonly store?: ReturnType<typeof memoryStore>
}

async function read({ origin = onMain, labels = async () => undefined, store = memoryStore(), ...change }: Script) {
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(`warning: ${line}`),
    group: <T>(_name: string, step: () => Promise<T>) => step(),
  }
  const place = { namespace: 'perf', bucket: 'b', prefix: 'perf', region: 'r' }
  const run = { id: 'r20261102100000-abcdef', test: httpTest(change.test), ...place }
  const forge = { labels } as never
  const { history } = await readHistory({ run, request: { origin } }, { store, forge, log })
  return { history, lines }
}

const baseline = (history: History) => (history.state === 'read' ? history.baseline : undefined)
const fresh = (history: History) => (history.state === 'read' ? history.acceptance.fresh : undefined)

async function filled(...records: readonly ReturnType<typeof record>[]) {
  const store = memoryStore()
  const log = { info: () => {}, warning: () => {}, group: <T>(_: string, step: () => Promise<T>) => step() }
  for (const one of records) await keepHistory(one, 'perf', { store, log })
  return store
}

test('the newest twenty records are read, by one list call', async () => {
  const store = await filled(...Array.from({ length: 25 }, (_, n) => record({ ago: n + 1 })))
  const calls: unknown[][] = []
  const counting = {
    ...store,
    list: (...given: Parameters<typeof store.list>) => {
      calls.push(given)
      return store.list(...given)
    },
  }
  const { history, lines } = await read({ store: counting })
  expect(calls).toEqual([['perf/checkout/history/main/', 100]])
  expect(baseline(history)?.runs.map(({ run }) => run)).toEqual(
    Array.from({ length: 20 }, (_, n) => record({ ago: n + 1 }).run),
  )
  expect(lines).toEqual([
    expect.stringMatching(/^earlier runs of main: 20 to compare with; the newest is r\d+-\w+ of abcdef1$/),
  ])
})

test('however much lies before them that is no record of ours, the records behind it are read, up to a bound', async () => {
  const { root } = historyKeys('perf', { test: 'checkout', branch: 'main' })
  const hidden = async (objects: number) => {
    const store = await filled(...Array.from({ length: 25 }, (_, n) => record({ ago: n + 1 })))
    for (let i = 0; i < objects; i++) store.objects.set(`${root}0000000000000-${String(i).padStart(4, '0')}`, 'x')
    return baseline((await read({ store })).history)
  }
  expect(await hidden(60)).toMatchObject({ runs: { length: 20 }, unreadable: 60 })
  expect(await hidden(90)).toMatchObject({ runs: { length: 10 }, unreadable: 90 })
  expect(await hidden(200)).toMatchObject({ runs: [], unreadable: 100 })
})

test('a pull request is compared with the branch that it goes to', async () => {
  const store = await filled(record())
  expect(baseline((await read({ store, origin: onPull })).history)?.runs).toHaveLength(1)
})

test('what lies there and is no record of ours is counted and not believed', async () => {
  const store = await filled(record())
  const { root } = historyKeys('perf', { test: 'checkout', branch: 'main' })
  store.objects.set(`${root}0000000000000-r20261102100000-aaaaaa.json`, '{"schema": "perf-action/history/v9"}')
  store.objects.set(`${root}0000000000001-x.json`, '<html>')
  expect(baseline((await read({ store })).history)).toMatchObject({ runs: [record()], unreadable: 2 })
})

test.each(['0/pods/0.json', 'pods/x.json', `8204667716742-${OLD}.json`])(
  'a record under another key than its own is not believed, however sound it is: %s',
  async (name) => {
    const store = await filled(record())
    const { root } = historyKeys('perf', { test: 'checkout', branch: 'main' })
    store.objects.set(`${root}${name}`, JSON.stringify(record({ ago: 1 })))
    expect(baseline((await read({ store })).history)).toMatchObject({ runs: [record()], unreadable: 1 })
  },
)

test.each([
  [
    'a tag',
    { origin: { ...onMain, branch: undefined as never } },
    { state: 'none', why: expect.stringMatching(/tag/) },
  ],
  ['a test that is compared with none', { test: { compare: { with: 'none' } as const } }, { state: 'off' }],
])('of %s no history is read', async (_, script, expected) => {
  const store = { ...memoryStore(), list: () => Promise.reject(new Error('nobody should ask')) }
  expect((await read({ ...script, store })).history).toMatchObject(expected)
})

test('a history that may not be read is a note and a warning, and nothing is thrown', async () => {
  const store = { ...memoryStore(), list: () => Promise.reject(new Error('access denied')) }
  const { history, lines } = await read({ store })
  const why = 'The history of main could not be read, so nothing was compared: access denied.'
  expect(history).toEqual({ state: 'none', branch: 'main', why, accepted: [] })
  expect(lines).toEqual([`warning: ${why}`])
})

test('a run that perf.yaml accepts is accepted where the bucket has its verdict, once', async () => {
  const store = await filled(record())
  const accept = { test: { accept: [OLD] }, store }
  const unknown = await read(accept)
  expect(fresh(unknown.history)).toEqual([])
  expect(unknown.lines.at(-1)).toMatch(/^warning: accept: r20261101100000-abc234 is no run of the test checkout/)
  store.objects.set(keys({ prefix: 'perf', id: OLD, test: { name: 'checkout' } }).verdict, '{}')
  expect(fresh((await read(accept)).history)).toEqual([OLD])
  const after = await filled(record(), record({ ago: 1, accepted: [OLD] }))
  expect(fresh((await read({ ...accept, store: after })).history)).toEqual([])
})

test.each<[string, Script, readonly string[]]>([
  ['when the event came', { origin: { ...onPull, labels: ['perf-accept'] } }, ['#7']],
  ['perhaps before the last push', { origin: { ...onPull, labels: ['perf-accept'], labelsMayBeOld: true } }, []],
  ['since then', { origin: onPull, labels: async () => ({ pull: 7, labels: ['wip', 'perf-accept'] }) }, ['#7']],
  ['before it was merged', { labels: async () => ({ pull: 8, labels: ['perf-accept'] }) }, ['#8']],
  ['by another label', { origin: onPull, labels: async () => ({ pull: 7, labels: ['perf'] }) }, []],
])('a pull request labelled %s', async (_, script, expected) => {
  expect(fresh((await read({ ...script, store: await filled(record()) })).history)).toEqual(expected)
})

test.each<[string, Script['labels'], string]>([
  [
    'is not allowed',
    async () => ({ missing: 'pull-requests: read' }),
    'the label perf-accept is not looked for: the token lacks `pull-requests: read`',
  ],
  [
    'fails',
    () => Promise.reject(new Error('GitHub is down')),
    'warning: the label perf-accept could not be looked for: GitHub is down',
  ],
])('where looking for the label %s, nothing is accepted and the run goes on', async (_, labels, line) => {
  const { history, lines } = await read({ ...(labels && { labels }), store: await filled(record()) })
  expect(fresh(history)).toEqual([])
  expect(lines).toContain(line)
})

test('a record that cannot be written is a warning', async () => {
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(`warning: ${line}`),
    group: <T>(_: string, step: () => Promise<T>) => step(),
  }
  const store = { ...memoryStore(), put: () => Promise.reject(new Error('access denied')) }
  await keepHistory(record(), 'perf', { store, log })
  expect(lines).toEqual([`warning: ${record().run} does not join the history of main: access denied`])
})
