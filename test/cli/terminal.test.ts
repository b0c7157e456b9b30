import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, jest, test } from '@jest/globals'
import { processTerminal } from '../../src/cli/terminal.ts'
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
    env: { ...installed.env, PATH: `${process.env['PATH']}:/usr/bin:/bin`, ...env }, // cat and its like
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

testOnLinux.each(['judge shop.jtl --limit "p95 < 1 h"', 'summarize --json shop.jtl'])(
  'where the disk is full, %s says so, once, and its exit is that of a fault, not of a regression',
  (command) => {
    const { status, stderr } = shell(`"$@" ${command} > /dev/full`)
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^INPUT: .* cannot be written: ENOSPC.*\n$/),
    })
  },
)

test('a long document comes through a pipe to its end', () => {
  const { stdout } = shell('"$@" summarize --json shop.jtl | cat')
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'perf-action/summary/v1' })
})

/** An output whose reader takes what it was given when it is told to. */
class SlowOutput extends Writable {
  #next = () => {}
  written = ''

  override _write(chunk: Buffer, _encoding: string, next: () => void): void {
    this.written += chunk.toString()
    this.#next = next
  }

  take(): void {
    const next = this.#next
    this.#next = () => {}
    next()
  }
}

/** Pours a million letters in a thousand pieces, and tells how many of them were made. */
function pourInto(stdout: Writable) {
  const said = { made: 0 }
  const pieces = function* () {
    for (; said.made < 1000; said.made++) yield 'x'.repeat(1000)
  }
  return { said, done: processTerminal({ stdout, stderr: new PassThrough() } as never).pour(pieces()) }
}

test('no more is made of a long text than its reader has taken', async () => {
  const output = new SlowOutput()
  const { said, done } = pourInto(output)
  await setImmediate()
  expect(said).toEqual({ made: 65 }) // the 66th has filled what is written at once
  while (output.written.length < 1_000_000) {
    output.take()
    await setImmediate()
  }
  output.take()
  await done
  expect(output.written.length).toBe(1_000_000)
})

test.each([
  ['with an error', (output: Writable) => output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))],
  ['without a word', (output: Writable) => output.destroy()],
])('the rest of a long text is not made for a reader that goes %s, nor for one that has gone', async (_, leave) => {
  const output = new SlowOutput()
  const { said, done } = pourInto(output)
  leave(output)
  await done
  expect(said).toEqual({ made: 65 })
  const later = pourInto(output)
  await later.done
  expect(later.said).toEqual({ made: 65 })
  expect(output.listenerCount('close')).toBe(0)
})

test('a pipe is read as a file is', () => {
  const { stdout } = shell('"$@" summarize <(cat shop.jtl) <(gzip < shop.jtl)')
  expect(stdout).toContain('5,440')
})
