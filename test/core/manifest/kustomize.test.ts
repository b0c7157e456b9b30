import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { renderFolder } from '../../../src/core/manifest/render.ts'
import type { HttpTest, JMeterTest } from '../../../src/core/plan.ts'
import { assets, httpTest, jmeterTest, planFile, runOf } from './samples.ts'

interface Built {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations: Record<string, string> }
  readonly data?: Record<string, string>
  readonly binaryData?: Record<string, string>
}

const found = spawnSync('kubectl', ['version', '--client']).status === 0
if (!found)
  console.warn('SKIPPED: no kubectl on PATH, so that `kubectl kustomize` was not tried on the rendered folder')
const withKubectl = found ? test : test.skip

withKubectl.each([
  ['jmeter', jmeterTest],
  ['jmeter with a plan that YAML would damage', { ...jmeterTest, plan: planFile('\t<a>\u0085\u007f</a>\n') }],
  ['http', httpTest],
] as const)('kubectl kustomize makes of a folder for %s what was rendered', (_, sample) => {
  const rendered = renderFolder(runOf(sample), assets)
  const objects = build(sample)
  const text = new Map(rendered.files.map(({ path, content }) => [path, Buffer.from(content)]))
  for (const { metadata } of objects) expect(metadata.namespace).toBe('perf')
  const job = objects.find(({ kind }) => kind === 'Job')
  const { metadata, spec } = parse(String(text.get('job.yaml')))
  expect(job).toMatchObject({ spec, metadata })
  for (const { metadata, data, binaryData } of objects.filter(({ kind }) => kind === 'ConfigMap')) {
    expect(metadata.annotations).toMatchObject({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' })
    for (const [name, content] of Object.entries(data ?? {})) expect(Buffer.from(content)).toEqual(text.get(name))
    for (const [name, content] of Object.entries(binaryData ?? {}))
      expect(Buffer.from(content, 'base64')).toEqual(text.get(name))
  }
})

function build(sample: JMeterTest | HttpTest): readonly Built[] {
  const folder = mkdtempSync(join(tmpdir(), 'perf-action-folder-'))
  try {
    for (const { path, content } of renderFolder(runOf(sample), assets).files)
      writeFileSync(join(folder, path), content)
    const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return parseAllDocuments(stdout).map((document) => document.toJS())
  } finally {
    rmSync(folder, { recursive: true })
  }
}
