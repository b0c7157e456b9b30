import { readFileSync } from 'node:fs'
import { validate } from '@actions/languageservice'
import { expect, test } from '@jest/globals'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { documents } from '../scripts/docs.ts'
import { DEFAULTS, readInputs } from '../src/action/inputs.ts'
import { loadTests } from '../src/config/load.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const action = parse(read('action.yml'))
const readme = read('README.md')

test('action.yml is what GitHub takes for an action', async () => {
  const document = TextDocument.create('file:///perf-action/action.yml', 'yaml', 1, read('action.yml'))
  expect(await validate(document, {})).toEqual([])
})

test('the check of action.yml can fail', async () => {
  const wrong = read('action.yml').replace('node24', 'node99')
  const document = TextDocument.create('file:///perf-action/wrong/action.yml', 'yaml', 1, wrong)
  expect(await validate(document, {})).not.toEqual([])
})

test('main and post are one file, and post always runs', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/index.js', 'post-if': 'always()' })
})

/** The names that the reader of the inputs asks for, and those whose absence it refuses. */
function asked() {
  const names = new Set<string>()
  const required: string[] = []
  try {
    readInputs((name) => {
      names.add(name)
      return ''
    })
  } catch (thrown) {
    for (const [, name = ''] of String(thrown).matchAll(/input `(.+?)` is missing/g)) required.push(name)
  }
  return { names: [...names].sort(), required: required.sort() }
}

test('the inputs that are declared are the inputs that are read', () => {
  expect(Object.keys(action.inputs).sort()).toEqual(asked().names)
})

test('what is declared as required is what is refused when it is missing', () => {
  const required = Object.keys(action.inputs).filter((name) => action.inputs[name].required)
  expect(required.sort()).toEqual(asked().required)
})

test('the defaults are the same in action.yml and in the code', () => {
  const declared = Object.entries<{ default?: string }>(action.inputs).filter(
    ([, input]) => input.default !== undefined,
  )
  const { 'github-token': token, ...defaults } = Object.fromEntries(
    declared.map(([name, input]) => [name, input.default]),
  )
  expect(defaults).toEqual(DEFAULTS)
  expect(token).toBe('${{ github.token }}')
})

test('outputs.ts writes exactly the outputs that are declared', () => {
  const source = read('src/action/outputs.ts')
  const written = source.slice(source.indexOf('const outputs'), source.indexOf('for (const [name, value]'))
  const names = [...written.matchAll(/^ {4}'?([a-z-]+)'?: /gm)].map(([, name]) => name)
  expect(names).toEqual(Object.keys(action.outputs))
})

test.each(Object.entries(documents()))('%s is fresh (npm run docs writes it)', (path, text) => {
  expect(read(path)).toBe(text)
})

test('editors know the schema by its address, and complete nothing that it does not know', () => {
  const schema = JSON.parse(read('schema/perf.schema.json'))
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://raw.githubusercontent.com/org/perf-action/v1/schema/perf.schema.json',
    additionalProperties: false,
    properties: { tests: { additionalProperties: { additionalProperties: false } } },
  })
})

test('every key of perf.yaml is described, with an example', () => {
  const bare: string[] = []
  const visit = (node: Record<string, never>, path: string) => {
    if (path !== '' && (!node['description'] || !node['examples'])) bare.push(path)
    for (const [key, child] of Object.entries(node['properties'] ?? {})) visit(child as never, `${path}.${key}`)
    for (const child of (node['anyOf'] ?? []) as never[])
      for (const [key, inner] of Object.entries(child['properties'] ?? {})) visit(inner as never, `${path}.${key}`)
    if (node['items']) visit(node['items'], `${path}[]`)
    if (typeof node['additionalProperties'] === 'object') visit(node['additionalProperties'], `${path}.*`)
  }
  visit(JSON.parse(read('schema/perf.schema.json')), '')
  expect(bare).toEqual([])
})

const examples = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)

test('the examples of perf.yaml in README.md are taken', async () => {
  const files = examples.filter((text) => /^version: 1$/m.test(text))
  expect(files.length).toBeGreaterThan(0)
  for (const text of files) {
    const tests = await loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => undefined })
    expect(tests.length).toBeGreaterThan(0)
  }
})

test('the inputs of the workflows in README.md are taken', () => {
  const steps = examples
    .filter((text) => text.includes('uses: org/perf-action'))
    .flatMap((text) => Object.values<{ steps: { uses: string; with: Record<string, string> }[] }>(parse(text).jobs))
    .flatMap((job) => job.steps.filter(({ uses }) => uses.startsWith('org/perf-action')))
  expect(steps.length).toBeGreaterThan(0)
  const secret = /^\$\{\{.*\}\}$/
  for (const step of steps) {
    expect(Object.keys(step.with).filter((name) => !(name in action.inputs))).toEqual([])
    readInputs((name) => (step.with[name] ?? '').replace(secret, 'secret'))
  }
})
