/** The sandbox's own promise: it starts without jest, and leaves nothing whatever ends it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../support/folder.ts'
import { until } from '../world/until.ts'

const WORLD = fileURLToPath(new URL('world.ts', import.meta.url))
const TESTS = fileURLToPath(new URL('../scenarios/tests.ts', import.meta.url))

/** Starts a sandbox, says where its parts are, and makes load in it until it is ended; `end` ends it by itself. */
const program = (end: boolean) => `
  const { startSandbox } = await import(${JSON.stringify(WORLD)})
  const { briefTest } = await import(${JSON.stringify(TESTS)})
  await using world = await startSandbox()
  console.log('addresses ' + JSON.stringify(Object.values(world.addresses)))
  if (!${end}) await world.use({ files: briefTest(world.shop, { duration: '5m' }), during: async (main) => {
    await main.seen(/pod 0: running/)
    console.log('under load')
  } })
`

async function started(end: boolean, temp: string) {
  const args = ['--no-warnings', '--input-type=module', '--eval', program(end)]
  const env = { PATH: process.env['PATH'], TMPDIR: temp }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const closed = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const line = (pattern: RegExp) => until(String(pattern), async () => pattern.exec(said) ?? undefined, 50)
  const [, addresses = ''] = await line(/^addresses (.*)$/m)
  return { child, closed, line, addresses: JSON.parse(addresses) as readonly string[] }
}

/** The processes that have this folder in their environment, where the system tells: all that a sandbox has started. */
function processesWith(temp: string): readonly string[] {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  return pids.filter((pid) => {
    try {
      return ['environ', 'cmdline'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(temp))
    } catch {
      return false // it has ended meanwhile, or is another user's
    }
  })
}

async function expectNothing(temp: string, addresses: readonly string[]): Promise<void> {
  await until('an end of all its processes', async () => processesWith(temp).length === 0, 10)
  expect(readdirSync(temp)).toEqual([])
  const open = addresses.map((address) =>
    fetch(address.replace('https', 'http')).then(
      () => address,
      () => undefined,
    ),
  )
  expect((await Promise.all(open)).filter((address) => address !== undefined)).toEqual([])
}

test('a sandbox that is disposed leaves no process, no port and no folder, and lets its process end', async () => {
  using temp = temporaryFolder()
  const { closed, addresses } = await started(true, temp.path)
  expect(await closed).toEqual([0, null])
  await expectNothing(temp.path, addresses)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s under load leaves no process, no port and no folder', async (signal) => {
  using temp = temporaryFolder()
  const { child, closed, line, addresses } = await started(false, temp.path)
  await line(/^under load$/m)
  child.kill(signal)
  expect(await closed).toEqual([null, signal])
  await expectNothing(temp.path, addresses)
})
