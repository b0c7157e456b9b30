// `npm run demo`: the action judges pull requests in a sandbox on this machine. Options: --keep, --help.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startSandbox } from '../world.ts'
import { keepOpen } from './keep.ts'
import { openScreen, type Screen } from './screen.ts'
import { story, type Told } from './story.ts'

const HELP = `npm run demo             a slower and an unchanged pull request, judged in a sandbox
npm run demo -- --keep   the same, and the sandbox stays: save a perf.yaml of yours and see it run
`
const FOLDER = fileURLToPath(new URL('../../../perf-demo', import.meta.url))

const { values } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
})
if (values.help) process.stdout.write(HELP)
else process.exitCode = await demo(openScreen(), values)

/** Exit code: 0 where the verdicts are right. */
async function demo(screen: Screen, { keep }: { readonly keep: boolean }): Promise<number> {
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  screen.line(screen.paint('bold', 'perf-action: performance as a gate on pull requests'))
  screen.line('The action, its load, the results and git are real. GitHub, AWS, Kubernetes and Flux are stand-ins:')
  screen.line('test/sandbox/README.md says what of them is real.')
  screen.line()
  screen.status('starting the sandbox …')
  await using world = await startSandbox()
  screen.line(`A sandbox after ${seconds()} s: GitHub, STS, EKS, Kubernetes, Flux, S3, Prometheus, and a shop to test.`)
  screen.line()
  const told = await story({ world, screen, folder: FOLDER })
  for (const one of told) screen.line(verdictLine(one, screen))
  screen.line(screen.paint('dim', `${seconds()} s`))
  if (keep) await keepOpen({ world, screen, folder: join(FOLDER, 'yours'), perfYaml: told[0]?.perfYaml ?? '' })
  return told.every(right) ? 0 : 1
}

/** The truth is known: what was made slower is a regression, and what was not passes. */
function right({ change, outcome }: Told): boolean {
  return outcome === (change.name === 'slower' ? 'regression' : 'pass')
}

function verdictLine(told: Told, { paint }: Screen): string {
  const { change, outcome, evidence } = told
  const style = outcome === 'pass' ? 'green' : outcome === 'warn' ? 'yellow' : 'red'
  const wrong = right(told) ? '' : paint('red', ' (that is wrong: please report it)')
  return `${paint([style, 'bold'], outcome.padEnd(10))} ${change.name}: ${evidence}${wrong}`
}
