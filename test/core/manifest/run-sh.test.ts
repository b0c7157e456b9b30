import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { RUN_SH } from '../../../src/core/manifest/run-sh.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { startProgram } from '../../support/program.ts'

/** What a container has, whatever this shell has. */
const SYSTEM = `${process.env['PATH']}:/usr/bin:/bin`

/** Shells that images of JMeter have. */
const shells = [['sh'], ['dash'], ['busybox', 'sh'], ['bash', '--posix']].filter(([name = '']) => installed(name))

const LAUNCHER = '#!/bin/sh\n"$(dirname "$0")/java"\n' // waits for its JVM, as Apache's own does

test.each(shells)('under %s %s: JMeter gets its arguments as they are, and its end is told', async (...shell) => {
  using box = startBox(shell, '#!/bin/sh\nprintf "<%s>\\n" "$PWD" "$HOME" "$@"\nexit 7\n')
  const args = ['-n', ' a  b ', '-Jx=$(echo 1) `id` $HOME \\n *', "it's", '"quoted"', '']
  box.give('one', args)
  await box.written('one/exit')
  expect(readFileSync(join(box.work, 'one/exit'), 'utf8')).toBe('7\n')
  const lines = [join(box.work, 'one'), '/tmp', ...args].map((arg) => `<${arg}>\n`).join('')
  expect(readFileSync(join(box.work, 'one/stdout'), 'utf8')).toBe(lines)
  box.write('end', '0')
  expect(await box.script.ended).toBe(0)
  expect(box.script.output()).toContain(lines)
})

test('what JMeter said last is printed, however slow the machine prints', async () => {
  using box = startBox(['sh'], '#!/bin/sh\nseq 100000\n')
  box.program('cat', `#!/bin/sh\nPATH="${SYSTEM}"\nsleep 1.5\nexec cat "$@"\n`)
  box.give('one', [])
  await box.written('one/exit')
  box.write('end', '0')
  expect(await box.script.ended).toBe(0)
  const said = readFileSync(join(box.work, 'one/stdout'), 'utf8')
  expect(said).toMatch(/\n100000\n$/)
  expect(box.script.output()).toBe(`run.sh: waiting for the agent\n${said}`)
})

test.each(shells)('under %s %s: blocks run one after another, and the agent has the last word', async (...shell) => {
  using box = startBox(shell, '#!/bin/sh\necho "$1"\n')
  box.give('two', ['second'])
  box.give('one', ['first'])
  await box.written('one/exit')
  await box.written('two/exit')
  box.write('end', '76\n')
  expect(await box.script.ended).toBe(76)
  expect(box.script.output()).toMatch(/first\n(.*\n)*second\n/)
})

test.each(shells)(
  'under %s %s: TERM reaches the JVM behind its launcher, and its files are closed',
  async (...shell) => {
    using box = startBox(shell, LAUNCHER, 'trap "echo closed; exit 42" TERM\necho up\nwhile :; do sleep 0.1; done\n')
    box.give('one', [])
    await box.script.says(/up/)
    box.script.process.kill('SIGTERM')
    await box.written('one/exit')
    expect(readFileSync(join(box.work, 'one/stdout'), 'utf8')).toBe('up\nclosed\n')
    expect(readFileSync(join(box.work, 'one/exit'), 'utf8')).toBe('42\n')
    expect(existsSync(join(box.work, 'term'))).toBe(true)
    box.write('end', '0')
    expect(await box.script.ended).toBe(0)
    expect(existsSync(join(box.work, 'two/pid'))).toBe(false)
  },
)

test.each(shells)('under %s %s: a pod that is told to end before the go makes no load', async (...shell) => {
  using box = startBox(shell, '#!/bin/sh\necho load\n')
  await box.script.says(/waiting/)
  box.script.process.kill('SIGTERM')
  await box.written('term')
  box.give('one', [])
  box.write('end', '0')
  expect(await box.script.ended).toBe(0)
  expect(box.script.output()).not.toContain('load')
})

test.each(shells)('under %s %s: TERM while JMeter is about to start makes no load', async (...shell) => {
  using box = startBox(shell, LAUNCHER, 'echo up\nwhile :; do sleep 0.1; done\n')
  mkdirSync(join(box.work, 'one'))
  execFileSync('mkfifo', [join(box.work, 'one/args')])
  box.write('one/go', '0')
  const args = await open(join(box.work, 'one/args'), 'w') // once the script reads them
  box.script.process.kill('SIGTERM')
  await args.write('-n\n').catch(() => {}) // a shell may have ended its reading
  await args.close()
  await box.written('one/exit')
  expect(readFileSync(join(box.work, 'one/exit'), 'utf8')).toBe('143\n')
  expect(readFileSync(join(box.work, 'one/stdout'), 'utf8')).toBe('')
})

const inBash = installed('bash') ? test : test.skip
inBash('TERM after JMeter started, before its pid is known, is passed on', async () => {
  using folder = temporaryFolder()
  const hook = join(folder.path, 'hook')
  const told = 'case $BASH_COMMAND in "pid=\\$!") until [ -s "$PERF_WORK_DIR/one/stdout" ]; do :; done; kill $$ ;; esac'
  writeFileSync(hook, `set -T\ntrap '${told}' DEBUG\n`)
  const shell = ['env', `BASH_ENV=${hook}`, 'bash']
  using box = startBox(shell, LAUNCHER, 'trap "exit 42" TERM\necho up\nwhile :; do sleep 0.1; done\n')
  box.give('one', [])
  await box.written('one/exit')
  expect(readFileSync(join(box.work, 'one/exit'), 'utf8')).toBe('42\n')
})

test.each(shells)(
  'under %s %s: where the exit cannot be written, the agent still has the last word',
  async (...shell) => {
    using box = startBox(shell, '#!/bin/sh\necho up\nexit 7\n')
    mkdirSync(join(box.work, 'one/exit.part'), { recursive: true })
    box.give('one', [])
    await box.script.says(/up/)
    box.write('end', '76')
    expect(await box.script.ended).toBe(76)
  },
)

test.each([
  ['openjdk version "1.8.0_275"', '-Xloggc:WORK/one/gc.log -XX:+PrintGCDateStamps'],
  ['openjdk version "17.0.15" 2025-04-15', '-Xlog:gc:file=WORK/one/gc.log:timemillis'],
  ['openjdk version "21.0.1"\nEclipse OpenJ9 VM', ''],
  ['', ''],
])('the JVM %j writes its GC log, within the heap that was asked for', async (version, flags) => {
  using box = startBox(['sh'], '#!/bin/sh\necho "[$JVM_ARGS]"\n', '', version)
  box.give('one', [])
  await box.written('one/exit')
  const given = `-Dgiven=1 -Xmx64m ${flags.replace('WORK', box.work)} -Duser.home=/tmp`
  expect(readFileSync(join(box.work, 'one/stdout'), 'utf8')).toBe(`[${given}]\n`)
})

function startBox(shell: readonly string[], jmeter: string, jvm = '', version = '') {
  const folder = temporaryFolder()
  const [bin, work] = [join(folder.path, 'bin'), join(folder.path, 'work')]
  for (const path of [bin, work]) mkdirSync(path)
  const tell = `if [ "$1" = -version ]; then\ncat >&2 <<'END'\n${version}\nEND\nexit; fi\n`
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), script)
    chmodSync(join(bin, name), 0o755)
  }
  program('jmeter', jmeter)
  program('java', `#!/bin/sh\n${tell}${jvm}`)
  writeFileSync(join(folder.path, 'run.sh'), RUN_SH)
  const PATH = `${bin}:${SYSTEM}`
  const env = { PATH, PERF_WORK_DIR: work, HEAP: '-Xmx64m', JVM_ARGS: '-Dgiven=1' }
  const script = startProgram([...shell, join(folder.path, 'run.sh'), 'one', 'two'], env)
  const write = (name: string, content: string) => {
    writeFileSync(join(work, `${name}.new`), content)
    renameSync(join(work, `${name}.new`), join(work, name))
  }
  return {
    work,
    script,
    write,
    /** Puts a program onto the script's path. */
    program,
    give: (block: string, args: readonly string[]) => {
      mkdirSync(join(work, block), { recursive: true })
      write(`${block}/args`, args.map((arg) => `${arg}\n`).join(''))
      write(`${block}/go`, '0')
    },
    /** Resolves when the script has written this file. */
    written: async (name: string) => {
      while (!existsSync(join(work, name))) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    [Symbol.dispose]: () => {
      script.kill()
      folder[Symbol.dispose]()
    },
  }
}

function installed(program: string): boolean {
  return SYSTEM.split(':').some((folder) => existsSync(join(folder, program)))
}
