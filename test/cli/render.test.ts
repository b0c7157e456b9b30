import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { runCli } from '../support/command-line.ts'

const config = `version: 1
tests:
  shop:
    generator: http
    profile: load
    target: {url: 'http://shop:8080'}
    rate: 50/s
    duration: 10m
    requests:
      - {path: /products}
  mesh:
    generator: fortio
    rate: 50/s
`

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'perf-action-cli-'))
  writeFileSync(join(home, 'perf.yaml'), config)
  writeFileSync(join(home, 'agent.mjs'), 'agent()\n')
  writeFileSync(join(home, 'http.mjs'), 'http()\n')
  process.env['PERF_ACTION_ASSETS'] = home
})
afterEach(() => {
  delete process.env['PERF_ACTION_ASSETS']
  rmSync(home, { recursive: true })
})

const renderShop = (...more: readonly string[]) =>
  runCli('render', '--config', join(home, 'perf.yaml'), '--test', 'shop', '--out', join(home, 'out'), ...more)

test('render writes the folder of a run and says what to do next', async () => {
  const where = ['--namespace', 'load', '--bucket', 's3://results/runs/', '--region', 'eu-west-1']
  const { code, out, err } = await renderShop(...where)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const files = ['agent.mjs', 'http.mjs', 'job.yaml', 'kustomization.yaml', 'spec.json']
  expect(readdirSync(join(home, 'out')).sort()).toEqual(files)
  for (const file of files) expect(out).toContain(join(home, 'out', file))
  expect(out).toContain('Next: kubectl kustomize ')
  const spec = JSON.parse(readFileSync(join(home, 'out', 'spec.json'), 'utf8'))
  expect(spec).toMatchObject({ test: 'shop', bucket: 'results', prefix: 'runs', region: 'eu-west-1' })
  expect(parse(readFileSync(join(home, 'out', 'kustomization.yaml'), 'utf8')).namespace).toBe('load')
})

test('render does not write over what is there', async () => {
  expect((await renderShop()).code).toBe(0)
  const { code, err } = await renderShop()
  expect(code).toBe(2)
  expect(err).toMatch(/^INPUT: `.*out` is not empty\nhint: name a new folder with --out\n$/)
})

const ASK = 'hint: `perf-action render --help` says what there is\n'
test.each([
  [['shop', '--out', 'x'], `INPUT: render takes options alone, not \`shop\`\n${ASK}`],
  [['--test', 'x'], `INPUT: render needs --out\n${ASK}`],
  [['--out', 'x'], `INPUT: render needs --test\n${ASK}`],
  [
    ['--test', 'x', '--out', 'y', '--config', 'none.yaml'],
    'CONFIG: there is no `none.yaml`\nhint: name the file with --config\n',
  ],
])('render %j ends with 2 and says why', async (args, expected) => {
  expect(await runCli('render', ...args)).toEqual({ code: 2, out: '', err: expected })
})

test('faults of the config come with their place', async () => {
  const args = ['render', '--config', join(home, 'perf.yaml'), '--out', join(home, 'out'), '--test']
  expect((await runCli(...args, 'shp')).err).toMatch(/^CONFIG: perf\.yaml:\d+:\d+: there is no test `shp`/)
  expect((await runCli(...args, 'mesh')).err).toMatch(/^NOT_BUILT: perf\.yaml:\d+:\d+: generator `fortio`/)
})

test('without the programs for the pods it says how to build them', async () => {
  rmSync(join(home, 'http.mjs'))
  const { code, err } = await renderShop()
  expect(code).toBe(2)
  expect(err).toContain(`INTERNAL: http.mjs is not in ${home}\nhint: run \`npm run build\``)
})
