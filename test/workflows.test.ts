import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
}

interface Workflow {
  readonly on: Record<string, unknown> | string
  readonly permissions?: Record<string, string>
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: object; readonly 'timeout-minutes'?: number; readonly steps?: readonly Step[] }
    >
  >
}

const root = new URL('../', import.meta.url).pathname
const files = globSync('.github/workflows/*.yml', { cwd: root }).sort()
const text = (file: string) => readFileSync(root + file, 'utf8')
const load = (file: string): Workflow => parse(text(file))

test('there are workflows to look at', () => {
  expect(files).not.toEqual([])
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
  const uses = text(file)
    .split('\n')
    .filter((line) => /^\s*(- )?uses: /.test(line) && !line.includes('uses: ./'))
  expect(uses.filter((line) => !/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

test.each(files)('every job of %s has an end, and no script holds an expression', (file) => {
  for (const { steps = [], ...job } of Object.values(load(file).jobs)) {
    expect(job['timeout-minutes']).toBeGreaterThan(0)
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  }
})

test('no workflow runs the code of a pull request with the rights of the repository', () => {
  expect(files.filter((file) => Object.hasOwn(Object(load(file).on), 'pull_request_target'))).toEqual([])
})

test('ci-ok waits for every job of ci', () => {
  const { 'ci-ok': gate, ...others } = load('.github/workflows/ci.yml').jobs as Record<
    string,
    { needs?: readonly string[]; if?: string }
  >
  expect(gate?.needs).toEqual(Object.keys(others))
  expect(gate?.if).toBe('always()')
})
