import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { isAlive } from '../../src/agent/processes.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../world/until.ts'

/** A program with a Job that runs; its pod tells what it is and where. */
const SCRIPT = `
  import { emptyCluster, jobOf, objectThat } from './kubelet/bench.ts'
  import { startJobs } from './kubelet/jobs.ts'
  const objects = emptyCluster()
  const jobs = await startJobs({ objects })
  const generator = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid, process.cwd())'
  objects.create(jobOf({ generator }))
  const pod = await objectThat(objects, 'Pod', ({ status }) => status?.phase === 'Running')
  for (let said; !said; await new Promise((next) => setTimeout(next, 20))) {
    said = await jobs.log('perf', pod.metadata.name, 'generator')
    if (said) console.log('pod', said)
  }
  ${'LAST'}
`

const here = fileURLToPath(new URL('.', import.meta.url))

test.each([
  ['ends by a signal', '', 'SIGTERM'],
  ['throws', 'throw new Error("broken")', 1],
  [
    'cannot do one of its rites',
    `(await import('./last-rites.ts')).atLast(() => { throw 0 }); throw new Error("broken")`,
    1,
  ],
] as const)('a program that %s takes its pods and their files with it', async (_, last, end) => {
  const flags = ['--no-warnings', '--input-type=module-typescript', '--eval', SCRIPT.replace('LAST', last)]
  const env = { PATH: process.env['PATH'], PWD: here }
  const program = startProgram(['env', `--chdir=${here}`, process.execPath, ...flags], env)
  try {
    await program.says(/^pod \d+ \S+$/m)
    const [, pid, folder = ''] = /^pod (\d+) (\S+)$/m.exec(program.output()) ?? []
    if (end === 'SIGTERM') program.process.kill(end)
    expect(await program.ended).toBe(end)
    await until('an end of the pod', async () => !isAlive(Number(pid)))
    expect(existsSync(folder)).toBe(false)
  } finally {
    program.kill()
  }
})
