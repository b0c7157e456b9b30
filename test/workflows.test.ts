import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
}

interface Job {
  readonly name?: string
  readonly if?: string
  readonly needs?: readonly string[]
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number | string
  readonly outputs?: Readonly<Record<string, string>>
  readonly uses?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

interface Parameter {
  readonly description?: string
  readonly type?: string
  readonly required?: boolean
  readonly default?: string | number | boolean
  readonly value?: string
}

type Parameters = Readonly<Record<string, Parameter>>
interface Callable {
  readonly inputs: Parameters
  readonly secrets: Parameters
  readonly outputs: Parameters
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>> | string
  readonly permissions?: object
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

const root = new URL('../', import.meta.url).pathname
const ours = globSync('.github/workflows/*.yml', { cwd: root }).sort()
const toCopy = globSync('workflows/*.yml', { cwd: root }).sort()
const files = [...ours, ...toCopy]
const text = (file: string) => readFileSync(root + file, 'utf8')
const load = (file: string): Workflow => parse(text(file))
const steps = (file: string) => Object.values(load(file).jobs).flatMap((job) => job.steps ?? [])

const CALLED = '.github/workflows/perf-test.yml'
const called = Object(load(CALLED).on)['workflow_call'] as Callable
const action = parse(text('action.yml')) as { readonly inputs: Parameters; readonly outputs: Parameters }
/** The jobs, by file, that call the reusable workflow. */
const calls = toCopy.flatMap((file) =>
  Object.values(load(file).jobs)
    .filter(({ uses }) => uses?.includes('perf-test.yml'))
    .map((job) => [file, job] as const),
)

test('there are workflows to look at, and to copy', () => {
  expect(ours.length).toBeGreaterThan(4)
  expect(toCopy).toEqual(
    ['dispatch', 'fork-pr-report', 'fork-pr', 'nightly', 'pr-gate'].map((name) => `workflows/${name}.yml`),
  )
})

test.each(files)('%s grants nothing by default, and each grant says why', (file) => {
  expect(load(file).permissions).toEqual({})
  for (const job of Object.values(load(file).jobs)) expect(job.permissions).toBeDefined()
  const grants = text(file)
    .split('\n')
    .filter((line) => /^ {6}[\w-]+: (read|write)\b/.test(line))
  expect(grants.filter((line) => !/: (read|write) # \w/.test(line))).toEqual([])
})

test.each(files)('%s pins every action of others by commit, with its version beside', (file) => {
  const own = file.startsWith('workflows/') ? /uses: org\/perf-action(\/[\w./-]+)?@v1$/ : /uses: \$\/$/
  const uses = text(file)
    .split('\n')
    .filter((line) => /^\s*(- )?uses: /.test(line) && !own.test(line))
  expect(uses.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

test('one action has one pin in all workflows', () => {
  const pins = files.flatMap((file) => [...text(file).matchAll(/uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40} # .*)/g)])
  const byAction = Map.groupBy(pins, ([, name]) => name)
  for (const found of byAction.values()) expect(new Set(found.map(([, , pin]) => pin)).size).toBe(1)
})

test.each(files)('every job of %s has an end, and no script holds an expression', (file) => {
  for (const job of Object.values(load(file).jobs))
    if (job.uses === undefined)
      expect(String(job['timeout-minutes'])).toMatch(/^(\d+|\$\{\{ inputs\.timeout-minutes \}\})$/)
  for (const { run = '' } of steps(file)) expect(run).not.toContain('${{')
})

test.each(files)('no checkout of %s leaves its token behind', (file) => {
  const checkouts = steps(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
  expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
})

test('no workflow runs the code of a pull request with the rights of the repository', () => {
  expect(files.filter((file) => Object.hasOwn(Object(load(file).on), 'pull_request_target'))).toEqual([])
})

test('ci-ok waits for every job of ci, and for the success of each', () => {
  const { 'ci-ok': gate, ...others } = load('.github/workflows/ci.yml').jobs
  expect(gate?.needs).toEqual(Object.keys(others))
  expect(gate?.if).toBe('always()')
  const all = Object.keys(others).map(() => 'success')
  expect(gate?.steps?.[0]?.run).toContain(`= "${all.join(' ')}"`)
})

const OF_THE_JOB = ['environment', 'runs-on', 'timeout-minutes']
const OF_THE_ACTION = ['mode', 'run-id', 'results', 'github-token', 'flux-token', 'prometheus-token']

test('the reusable workflow takes the inputs of the action, typed, and described and set as they are there', () => {
  const names = Object.keys(called.inputs).filter((name) => !OF_THE_JOB.includes(name))
  expect(names.sort()).toEqual(
    Object.keys(action.inputs)
      .filter((name) => !OF_THE_ACTION.includes(name))
      .sort(),
  )
  for (const name of names) {
    const { description = '', type = '', default: preset, required } = called.inputs[name] ?? {}
    expect(`${name}: ${description}`).toMatch(/: .{10,}\.$/)
    expect(['string', 'number', 'boolean']).toContain(type)
    expect([name, preset || undefined]).toEqual([name, action.inputs[name]?.default])
    expect([name, required ?? false]).toEqual([name, action.inputs[name]?.required ?? false])
  }
})

test('the reusable workflow hands every input and secret on, and every output back', () => {
  const [step] = steps(CALLED).filter(({ uses }) => uses === '$/')
  const handed = Object.values(step?.with ?? {}).join('\n')
  for (const name of Object.keys(called.inputs).filter((name) => !OF_THE_JOB.includes(name)))
    expect(handed).toContain(`inputs.${name}`)
  for (const name of Object.keys(called.secrets)) expect(handed).toContain(`secrets.${name}`)
  const lasting = Object.keys(action.outputs).filter((name) => !name.endsWith('-path')) // those are files of its runner
  expect(Object.keys(called.outputs)).toEqual(lasting)
  const [job] = Object.entries(load(CALLED).jobs).map(([id, { outputs = {} }]) => ({ id, outputs }))
  for (const name of lasting) {
    expect(called.outputs[name]?.value).toBe(`\${{ jobs.${job?.id}.outputs.${name} }}`)
    expect(job?.outputs[name]).toBe(`\${{ steps.${step?.id}.outputs.${name} }}`)
    expect(called.outputs[name]?.description).toBe(action.outputs[name]?.description)
  }
})

test('a concurrency group is the caller’s alone: of one name in both, it would cancel both', () => {
  expect(load(CALLED).concurrency).toBeUndefined()
  expect(toCopy.filter((file) => load(file).concurrency === undefined)).toEqual([])
})

test.each(calls)('%s calls the reusable workflow with what it takes, and grants what it asks for', (_, job) => {
  expect(Object.keys(job.with ?? {}).filter((name) => !(name in called.inputs))).toEqual([])
  const required = Object.keys(called.inputs).filter((name) => called.inputs[name]?.required)
  expect(required.filter((name) => job.with?.[name] === undefined)).toEqual([])
  expect(Object.keys(job.secrets ?? {}).filter((name) => !(name in called.secrets))).toEqual([])
  const [asked] = Object.values(load(CALLED).jobs).map(({ permissions }) => permissions)
  expect(job.permissions).toEqual(asked)
  for (const [name, value] of Object.entries(job.with ?? {}))
    if (called.inputs[name]?.type === 'number') expect(String(value)).toMatch(/^\d+$|fromJSON\(/)
})

test('the gate runs for pull requests, the merge queue and what is merged, and anew for the one label that counts', () => {
  const gate = load('workflows/pr-gate.yml')
  expect(gate.on).toEqual({
    pull_request: { types: ['opened', 'synchronize', 'reopened', 'labeled'] },
    push: { branches: ['main'] },
    merge_group: null,
  })
  expect(gate.jobs['perf']?.if).toBe("github.event.action != 'labeled' || github.event.label.name == 'perf-accept'")
})

test('another label cancels no run of the gate: its workflow run has a group of its own', () => {
  const { group = '' } = load('workflows/pr-gate.yml').concurrency ?? {}
  expect(group).toMatch(/github\.event\.label\.name != 'perf-accept' && github\.run_id \|\| ''/)
})
