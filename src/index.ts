// The door of doors: one bundle serves the action's main and post and the command line, told apart before anything is loaded.
import { basename } from 'node:path'
import { version } from './version.ts'

if (basename(process.argv[1] ?? '').startsWith('perf-action')) {
  const { cli } = await import('./cli.ts')
  process.exitCode = await cli(process.argv.slice(2))
} else {
  console.log(`perf-action ${version}`) // before the toolkit loads: a silent start looks like a hang
  const { main, post } = { main: () => import('./main.ts'), post: () => import('./post.ts') }
  if (process.env['STATE_isPost'] === 'true') await (await post()).post()
  else await (await main()).main()
}
