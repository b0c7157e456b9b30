import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import type { Verdict } from '../../src/core/verdict/verdict.ts'
import { type Installed, installCli, runCli } from '../support/command-line.ts'
import type { Program } from '../support/program.ts'
import { type RunningShop, startShop } from '../support/shop.ts'

jest.setTimeout(120_000) // load takes its time

/** So slow, and below so few, that the late starts of a busy machine do not spoil the run. */
const DELAYS = { 'GET /products': 150 }

const perfYaml = `version: 1
tests:
  shop:
    generator: http
    target: http://shop.example:8080 # not from here
    rate: 8/s
    ramp: 0s
    duration: 5s
    requests: [GET /products]
    limits: [p50 < 1 s, error-rate < 5 %]
`

async function ended(program: Program): Promise<{ readonly code: unknown; readonly output: string }> {
  return { code: await program.ended, output: program.output() }
}

const runsOf = (home: string, name: string) =>
  readdirSync(join(home, 'perf-results', name)).filter((entry) => entry.startsWith('r'))
const verdictOf = (folder: string): Verdict => JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8'))

test('one command against a URL ends in a verdict, a report and nothing left running; the next has a baseline', async () => {
  await using shop = await startShop(DELAYS)
  using installed = installCli()
  const { home } = installed
  writeFileSync(join(home, 'perf.yaml'), perfYaml)
  execFileSync('git', ['init', '-q', '-b', 'feature/search'], { cwd: home, env: { ...installed.env } })
  const args = ['run', '--local', '--target', shop.url]

  const first = await ended(installed.start(args))
  expect(first.output).toContain('✔ Pass · shop')
  expect(first).toMatchObject({ code: 0 })
  expect(first.output).toMatch(/load · pods 1\/1 · .*p95 1\d\d ms/) // live, while it runs
  expect(first.output).toMatch(/No baseline yet: there is no earlier run of this test on feature\/search/)
  const [run = ''] = runsOf(home, 'shop')
  const folder = join(home, 'perf-results', 'shop', run)
  expect(first.output).toContain(`report  perf-results/shop/${run}/report/index.html\n`)
  expect(readFileSync(join(folder, 'report', 'index.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  expect(verdictOf(folder)).toMatchObject({ outcome: 'pass', test: 'shop', run })
  expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({ state: 'closed', closing: 'pass' })
  expect(readFileSync(join(folder, 'plan', 'perf.yaml'), 'utf8')).toBe(perfYaml)
  expect(await shop.served()).toBe(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')).total.count)

  const second = await ended(installed.start([...args, '--json']))
  const verdict: Verdict = JSON.parse(second.output.split('\n').find((line) => line.startsWith('{')) ?? '')
  expect(verdict.comparison).toMatchObject({ state: 'compared', branch: 'feature/search', runs: [{ run }] })
  expect(leftOf(installed)).toEqual({ processes: [], folders: [] })

  const again = await runCli('judge', folder, '--json')
  expect({ ...JSON.parse(again.out), comparison: undefined }).toEqual({ ...verdictOf(folder), comparison: undefined })
  const remade = join(home, 'again.html')
  expect(await runCli('report', folder, '--out', remade)).toEqual({ code: 0, out: `${remade}\n`, err: '' })
  expect(readFileSync(remade, 'utf8')).toContain(run)
})

test('without perf.yaml a URL alone is tested; a broken limit ends with 1', async () => {
  await using shop = await startShop(DELAYS)
  using installed = installCli()
  const args = ['run', '--local', '--target', `${shop.url}/products`, '--duration', '5s', '--rate', '8/s']
  const { code, output } = await ended(installed.start([...args, '--limit', 'p50 < 20 ms', '--out', 'here/results']))
  expect(output).toMatch(/✘ Regression · first-try\n\np50 is 1\d\d ms, over its limit of 20 ms\./)
  expect(code).toBe(1)
  expect(existsSync(join(installed.home, 'here/results/first-try'))).toBe(true)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the load at once and leaves nothing behind', async (signal) => {
  await using shop = await startShop()
  using installed = installCli()
  const program = await startLoad(installed, shop)
  program.process.kill(signal)
  const { code, output } = await ended(program)
  expect(output).toContain(`CANCELLED: stopped by ${signal}\n`)
  expect(code).toBe(2)
  const served = await shop.served()
  expect(leftOf(installed)).toEqual({ processes: [], folders: [] })
  expect(await shop.served()).toBe(served)
  const [run = ''] = runsOf(installed.home, 'first-try')
  const record = join(installed.home, 'perf-results', 'first-try', run, 'run.json')
  expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ state: 'closed', closing: 'cancelled' })
})

test('when it is killed without a word, its load ends by itself', async () => {
  await using shop = await startShop()
  using installed = installCli()
  const program = await startLoad(installed, shop)
  program.process.kill('SIGKILL')
  expect(await program.ended).toBe('SIGKILL')
  while (leftOf(installed).processes.length > 0) await pause()
})

/** A load of a minute that is under way. */
async function startLoad(installed: Installed, shop: RunningShop): Promise<Program> {
  const args = ['run', '--local', '--target', `${shop.url}/products`, '--duration', '1m', '--rate', '30/s']
  const program = installed.start(args)
  while ((await shop.served()) === 0) await pause()
  expect(leftOf(installed).processes).toHaveLength(2)
  return program
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100))

/** What a run has of this machine: its programs, whose words name their folder, and the folders themselves. */
function leftOf({ env: { TMPDIR = '' } }: Installed) {
  const folders = readdirSync(TMPDIR).filter((name) => name.startsWith('perf-action-'))
  const processes = readdirSync('/proc').flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${Number(pid)}/cmdline`, 'utf8')
      return words.includes(join(TMPDIR, 'perf-action-')) ? [words] : []
    } catch {
      return [] // no process, or it has ended meanwhile
    }
  })
  return { processes, folders }
}

test.each([
  [
    ['--local'],
    'CONFIG: there is no `perf.yaml`\nhint: name the file with --config, or try --target http://localhost:8080 alone\n',
  ],
  [
    ['--local', '--config', 'none.yaml', '--target', 'http://x'],
    'CONFIG: there is no `none.yaml`\nhint: name the file',
  ],
  [
    ['--local', '--target', 'localhost:8080', '--rate', 'fast', '--limit', 'p95', '--duration', '5'],
    'INPUT: 4 faults\n--target: `localhost:8080` is not a URL of http or https. Right: http://localhost:8080\n' +
      '--duration: `5` has no unit. Right: 5s\n--rate: `fast` is not a rate. Right: 500/s\n' +
      '--limit: `p95` is not a limit: it has no <, <=, > or >= with a bound. Right: p95 < 400 ms\n',
  ],
  [
    ['--local', '--target', 'http://localhost:1', '--rate', '0/s', '--ramp', '8d', '--duration', '0s'],
    'INPUT: 3 faults\n--duration: `0s` is out of range (more than 0, up to 7d). Right: 30s\n' +
      '--ramp: `8d` is out of range (up to 7d). Right: 10s\n' +
      '--rate: `0/s` is out of range (more than 0, up to 1000000/s). Right: 10/s\n',
  ],
  [
    ['--local', '--bucket', 'b', '--timeout', '5'],
    'INPUT: 2 faults\n--bucket is for runs in a cluster, not with --local\n--timeout: `5` has no unit. Right: 5s\n',
  ],
  [['--local', '--prometheus', 'nonsense'], 'INPUT: --prometheus: has `default`, which is neither'],
  [
    [],
    'INPUT: 3 faults\n--bucket: is missing. Right: my-bucket/perf\n--aws-region: is missing. Right: eu-west-1\n--flux-repository: is missing. Right: my-org/fleet\n',
  ],
  [
    ['--out', 'x', '--commit-via', 'api', '--flux-repository', 'org/fleet'],
    'INPUT: 4 faults\n--out is for --local: in a cluster the results go to --bucket\n',
  ],
])('run %j ends with 2 and says why', async (args, message) => {
  const { code, out, err } = await runCli('run', ...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.startsWith(message) ? message : err).toBe(message)
})
