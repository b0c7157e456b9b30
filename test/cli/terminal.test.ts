import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { installCli } from '../support/command-line.ts'
import { shopJtl } from '../support/shop-jtl.ts'

jest.setTimeout(60_000) // programs of their own

const ESC = '\u001b['

/** What a shell line prints; `$@` in it is perf-action. */
function shell(line: string, env: NodeJS.ProcessEnv = {}) {
  using installed = installCli()
  writeFileSync(join(installed.home, 'shop.jtl'), shopJtl())
  const words = ['-c', line, 'sh', ...installed.command]
  const { status, stdout, stderr } = spawnSync('bash', words, {
    cwd: installed.home,
    env: { ...installed.env, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('there are no colours but on a terminal', () => {
  const { status, stdout, stderr } = shell('"$@" summarize shop.jtl; "$@" judge')
  expect(status).toBe(2)
  expect(stdout).toContain('POST /pay')
  expect(stderr).toContain('INPUT: judge needs --head')
  expect(stdout + stderr).not.toContain(ESC)
})

const hasScript = spawnSync('script', ['--version']).status === 0
const testOnTerminal = hasScript ? test : test.skip

testOnTerminal('on a terminal there are colours, unless NO_COLOR is set', () => {
  const line = 'script -qec "$* summarize shop.jtl" /dev/null'
  const terminal = { TERM: 'xterm-256color', SHELL: '/bin/sh' }
  const coloured = shell(line, terminal).stdout
  expect(coloured).toContain(`${ESC}2mlabel`)
  const plain = shell(line, { ...terminal, NO_COLOR: '1' }).stdout
  expect(plain).toContain('POST /pay')
  expect(plain).not.toContain(ESC)
})

test('FORCE_COLOR asks for them in a pipe', () => {
  expect(shell('"$@" summarize shop.jtl', { FORCE_COLOR: '1' }).stdout).toContain(ESC)
})

test('a reader that has read enough is no fault', () => {
  const { status, stderr, stdout } = shell('set -o pipefail; "$@" summarize --json shop.jtl | head -c 10')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe('{"schema":')
})

const testOnLinux = existsSync('/dev/full') ? test : test.skip

testOnLinux('where the disk is full, that is said and the exit is that of a fault, not of a regression', () => {
  const { status, stderr } = shell('"$@" judge shop.jtl --limit "p95 < 1 h" > /dev/full')
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/^INPUT: .* cannot be written: ENOSPC.*\n$/),
  })
})

test('a long document comes through a pipe to its end', () => {
  const { stdout } = shell('"$@" summarize --json shop.jtl | cat')
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'perf-action/summary/v1' })
})

test('a pipe is read as a file is', () => {
  const { stdout } = shell('"$@" summarize <(cat shop.jtl) <(gzip < shop.jtl)')
  expect(stdout).toContain('5,440')
})
