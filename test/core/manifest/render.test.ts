import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { type Assets, type Rendered, renderFolder } from '../../../src/core/manifest/render.ts'
import type { HttpTest, JMeterTest } from '../../../src/core/plan.ts'
import { expectGolden } from '../../support/golden.ts'
import { assets, httpTest, jmeterTest, planFile, runOf } from './samples.ts'

const contents = ({ files }: Rendered) => Object.fromEntries(files.map(({ path, content }) => [path, String(content)]))
const file = (rendered: Rendered, path: string) => contents(rendered)[path] ?? ''
const render = (test: JMeterTest | HttpTest, programs: Assets = assets) => renderFolder(runOf(test), programs)
const job = (rendered: Rendered) => parse(file(rendered, 'job.yaml'))

test.each([
  ['folder-jmeter', jmeterTest],
  ['folder-http', httpTest],
] as const)('%s is as people have read it, its script and digest aside', (folder, sample) => {
  const rendered = render(sample)
  const { 'run.sh': _, ...read } = contents(rendered)
  const digest = new RegExp(`"?${rendered.digest}"?`) // in quotes where it looks like a number
  expectGolden(folder, { ...read, 'job.yaml': file(rendered, 'job.yaml').replace(digest, 'DIGEST') })
})

test('the same run gives the same bytes', () => {
  expect(render(jmeterTest)).toEqual(render(jmeterTest))
})

test('the Job bears the digest of all the folder but the digest', () => {
  const rendered = render(jmeterTest)
  expect(job(rendered).metadata.annotations['perf-action/spec-digest']).toBe(rendered.digest)
  const hash = createHash('sha256')
  for (const { path, content } of rendered.files) {
    const text = String(content).replace(/(spec-digest:) .*/, '$1 ""')
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`)
  }
  expect(hash.digest('hex')).toBe(rendered.digest)
})

test.each([
  ['the plan', { ...jmeterTest, plan: planFile('<other/>') }, assets],
  ['a property', { ...jmeterTest, properties: { locale: 'de' } }, assets],
  ['the image', { ...jmeterTest, image: 'jmeter:1' }, assets],
  ['the agent', jmeterTest, { ...assets, agent: 'other()' }],
])('%s changes the digest', (_, changed, programs) => {
  expect(render(changed, programs).digest).not.toBe(render(jmeterTest).digest)
})

test('the ConfigMaps hold exactly the files of the folder that are no objects', () => {
  for (const rendered of [render(jmeterTest), render(httpTest)]) {
    const { resources, configMapGenerator } = parse(file(rendered, 'kustomization.yaml'))
    const named = [...resources, ...configMapGenerator.flatMap((map: { files: string[] }) => map.files)]
    expect(['kustomization.yaml', ...named].sort()).toEqual(Object.keys(contents(rendered)).sort())
  }
})

test.each([
  [3_600_000, false],
  [3_600_001, true],
])('a run of %d ms has a disruption budget: %s', (durationMs, has) => {
  const rendered = render({ ...jmeterTest, pods: 3, durationMs })
  expect('budget.yaml' in contents(rendered)).toBe(has)
  if (has) expect(parse(file(rendered, 'budget.yaml')).spec.minAvailable).toBe(3)
})

test('the deadline is the load, 15 minutes to start and 5 to end', () => {
  expect(job(render({ ...jmeterTest, durationMs: 600_500 })).spec.activeDeadlineSeconds).toBe(601 + 900 + 300)
})

test('requests equal limits, and the heap leaves a third of the memory to the rest of the JVM', () => {
  const rendered = render({ ...jmeterTest, size: { cpuMillis: 2000, memoryBytes: 1024 ** 3 } })
  const [generator] = job(rendered).spec.template.spec.containers
  const amount = { cpu: '2', memory: '1024Mi' }
  expect(generator.resources).toEqual({ requests: amount, limits: amount })
  expect(generator.env).toEqual([{ name: 'HEAP', value: '-Xms665m -Xmx665m' }])
})

test('spec.json is the spec', () => {
  const rendered = render(httpTest)
  expect(JSON.parse(file(rendered, 'spec.json'))).toEqual(rendered.spec)
  expect(rendered.spec).toMatchObject({
    chunkSeconds: 10,
    blocks: [{ id: 'load', rate: 50, target: httpTest.target.url }],
  })
})

test('a run of two minutes and more ships a chunk every 30 seconds', () => {
  expect(render({ ...httpTest, durationMs: 120_000 }).spec.chunkSeconds).toBe(30)
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.constantFrom(
    'a\n  image: evil',
    '"}',
    '$(id)',
    '`id`',
    '${HOME}',
    "'; rm -rf /",
    '\u2028',
    '{{x}}',
    '%YAML',
    '\u0085',
  ),
)

test('hostile names, images and properties stay data and change nothing else', () => {
  const plain = render(jmeterTest)
  fc.assert(
    fc.property(hostile, hostile, hostile, (name, image, value) => {
      const rendered = render({ ...jmeterTest, name, image, properties: { [value]: value } })
      const found = job(rendered)
      const expected = job(plain)
      for (const place of [expected, expected.spec.template]) place.metadata.labels['perf-action/test'] = name
      expected.spec.template.spec.containers[0].image = image
      expected.metadata.annotations['perf-action/spec-digest'] = rendered.digest
      expect(found).toEqual(expected)
      expect(Object.entries(JSON.parse(file(rendered, 'spec.json')).properties)).toEqual([[value, value]])
      expect(Object.keys(contents(rendered))).toEqual(Object.keys(contents(plain)))
    }),
  )
})

test('requests too large for a ConfigMap are refused before anything is committed', () => {
  const [request] = httpTest.requests
  const large = { ...httpTest, requests: [{ ...request!, body: 'x'.repeat(1024 ** 2) }] }
  expect(() => render(large)).toThrow(/^the test's requests and properties make a spec of \d+ bytes$/)
})

test('a program that kustomize would damage is a defect of the build', () => {
  expect(() => render(jmeterTest, { ...assets, agent: 'a = "\u0085"' })).toThrow('agent.mjs: it must be ASCII')
})
