import { expect, test } from '@jest/globals'
import { COMMANDS } from '../src/cli/commands.ts'
import { version } from '../src/version.ts'
import { runCli } from './support/command-line.ts'
import { expectGolden } from './support/golden.ts'

test('every help reads as it was looked at', async () => {
  const pages = await Promise.all(
    COMMANDS.map(async ({ name }) => [`${name}.txt`, await runCli(name, '--help')] as const),
  )
  const all = [['overview.txt', await runCli()] as const, ...pages]
  for (const [, { code, err }] of all) expect({ code, err }).toEqual({ code: 0, err: '' })
  expectGolden('help', Object.fromEntries(all.map(([name, { out }]) => [name, out.replaceAll(version, 'VERSION')])))
})

test('help comes in every way that people try, before anything else is read', async () => {
  const [overview, judge] = [await runCli(), await runCli('judge', '--help')]
  for (const args of [['--help'], ['-h'], ['help']]) expect(await runCli(...args)).toEqual(overview)
  for (const args of [
    ['help', 'judge'],
    ['judge', '-h'],
    ['judge', '--haed', 'x', '--help'],
  ])
    expect(await runCli(...args)).toEqual(judge)
})

test('no line of a help is wider than a terminal of 120', async () => {
  for (const { name } of COMMANDS) {
    const { out } = await runCli(name, '--help')
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([])
  }
})

test('every option of a usage line or an example is in the table', () => {
  for (const { name, usage, examples, options } of COMMANDS)
    for (const line of [...usage, ...examples.map(([, example]) => example)])
      for (const [, option = ''] of line.matchAll(/ --([a-z-]+)/g))
        expect([name, Object.keys(options)]).toEqual([name, expect.arrayContaining([option])])
})

test.each([[['--version']], [['-v']], [['judge', '--version']]])('%j tells the version', async (args) => {
  expect(await runCli(...args)).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

const ASK = 'hint: `perf-action --help` says what there is\n'
test.each([
  [['rendr'], 'INPUT: there is no command `rendr`\nhint: did you mean `render`?\n'],
  [['help', 'sumarize'], 'INPUT: there is no command `sumarize`\nhint: did you mean `summarize`?\n'],
  [['\u001b[31m'], `INPUT: there is no command \`\\u{1b}[31m\`\n${ASK}`],
  [['--config', 'x'], `INPUT: there is no option \`--config\` before the command\n${ASK}`],
])('%j ends with 2 and says why', async (args, expected) => {
  expect(await runCli(...args)).toEqual({ code: 2, out: '', err: expected })
})

test('a name that the system speaks of is shown without its controls', async () => {
  const { code, err } = await runCli('summarize', 'no\u001b[31m\u009b2J.jtl')
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/ENOENT/) })
  for (const control of ['\u001b', '\u009b']) expect(err).not.toContain(control)
})
