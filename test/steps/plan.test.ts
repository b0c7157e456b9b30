import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { Request } from '../../src/core/request.ts'
import { plan } from '../../src/steps/plan.ts'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/jmeter/${name}`, import.meta.url))
const request: Request = {
  config: 'perf.yaml',
  tests: 'all',
  namespace: 'perf',
  bucket: 'results',
  prefix: '',
  region: 'eu-west-1',
  fluxPath: 'perf/runs',
  fluxBranch: 'main',
  origin: {
    owner: 'my-org',
    repo: 'shop',
    sha: 'a'.repeat(40),
    workflowUrl: 'https://github.com/my-org/shop/actions/runs/1',
  },
}
const checkout: Readonly<Record<string, Uint8Array>> = {
  'perf.yaml': fixture('perf.yaml'),
  'plan.jmx': fixture('plan.jmx'),
}
const files = (of: Readonly<Record<string, Uint8Array>>) => ({ files: { read: async (path: string) => of[path] } })

test('the tests come from the checkout', async () => {
  expect((await plan(request, files(checkout))).map(({ name }) => name)).toEqual(['shop'])
})

test('without perf.yaml it says what is missing, and what to do', async () => {
  await expect(plan(request, files({}))).rejects.toMatchObject({
    code: 'CONFIG',
    message: 'there is no perf.yaml in the repository',
    hint: 'check the code out first (actions/checkout), or name the file with the input `config`',
  })
})

test("a metric's source must be one of the input prometheus, where that is known", async () => {
  await expect(plan({ ...request, sources: ['target'] }, files(checkout))).rejects.toMatchObject({
    code: 'CONFIG',
    message: expect.stringContaining('the input prometheus has no `default` (known: `target`)'),
  })
})

test.each([
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x00]), 1],
  ['Latin-1', Buffer.from('version: 1\n# für alle\ntests: {}\n', 'latin1'), 2],
])('a file in %s is refused by its name, with the line', async (_, content, line) => {
  await expect(plan(request, files({ 'perf.yaml': content }))).rejects.toMatchObject({
    code: 'CONFIG',
    message: `perf.yaml:${line}: it is not a text in UTF-8. Right: the file saved as UTF-8`,
    faults: [{ code: 'CONFIG', file: 'perf.yaml', line }],
  })
})
