import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { cli } from '../src/cli.ts'
import { version } from '../src/version.ts'

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
  soak:
    generator: http
    profile: endurance
    target: {url: 'http://shop:8080'}
    rate: 50/s
    requests:
      - {path: /products}
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

async function run(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const code = await cli(args, { out: (text) => (said.out += text), err: (text) => (said.err += text) })
  return { code, ...said }
}

const renderShop = (...more: readonly string[]) =>
  run('render', '--config', join(home, 'perf.yaml'), '--test', 'shop', '--out', join(home, 'out'), ...more)

test('render writes the folder of a run and says what to do next', async () => {
  const { code, out, err } = await renderShop(
    '--namespace',
    'load',
    '--bucket',
    's3://results/runs/',
    '--region',
    'eu-west-1',
  )
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

test.each([[['--help']], [[]], [['render', '-h']]])('%j helps', async (args) => {
  const { code, out } = await run(...args)
  expect(code).toBe(0)
  expect(out).toContain('perf-action render --config FILE --test NAME --out DIR')
})

test('--version tells the version', async () => {
  expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

const ASK = 'hint: `perf-action --help` says what there is\n'
test.each([
  [['run'], `NOT_BUILT: the command \`run\` is not built yet\n${ASK}`],
  [['summarize'], `NOT_BUILT: the command \`summarize\` is not built yet\n${ASK}`],
  [['judge'], `NOT_BUILT: the command \`judge\` is not built yet\n${ASK}`],
  [['report'], `NOT_BUILT: the command \`report\` is not built yet\n${ASK}`],
  [['rendr'], 'INPUT: there is no command `rendr`\nhint: did you mean `render`?\n'],
  [['\u001b[31m'], `INPUT: there is no command \`\\u{1b}[31m\`\n${ASK}`],
  [['render', 'shop'], `INPUT: render takes options alone, not \`shop\`\n${ASK}`],
  [['render', '--test', 'x'], `INPUT: render needs --out\n${ASK}`],
  [['render', '--out', 'x'], `INPUT: render needs --test\n${ASK}`],
  [
    ['render', '--test', 'x', '--out', 'y', '--config', 'none.yaml'],
    'CONFIG: there is no `none.yaml`\nhint: name the file with --config\n',
  ],
])('%j ends with 2 and says why', async (args, expected) => {
  expect(await run(...args)).toEqual({ code: 2, out: '', err: expected })
})

test('an unknown option is named', async () => {
  const { code, err } = await run('render', '--tset', 'x')
  expect(code).toBe(2)
  expect(err).toMatch(/^INPUT: .*Unknown option '--tset'\n/)
})

test('faults of the config come with their place', async () => {
  const args = ['render', '--config', join(home, 'perf.yaml'), '--out', join(home, 'out'), '--test']
  expect((await run(...args, 'shp')).err).toMatch(/^CONFIG: perf\.yaml:\d+:\d+: there is no test `shp`/)
  expect((await run(...args, 'soak')).err).toMatch(
    /^NOT_BUILT: perf\.yaml:\d+:\d+: the analysis of profile `endurance`/,
  )
})

test('without the programs for the pods it says how to build them', async () => {
  rmSync(join(home, 'http.mjs'))
  const { code, err } = await renderShop()
  expect(code).toBe(2)
  expect(err).toContain(`INTERNAL: http.mjs is not in ${home}\nhint: run \`npm run build\``)
})
