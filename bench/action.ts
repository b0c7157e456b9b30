// Times the built action on a real cluster: `npm run bench`, after ../shared/rig/up with its environment sourced.
// Without the rig it says so and prints what needs no cluster.
import { readdirSync, statSync } from 'node:fs'
import { briefTest } from '../test/scenarios/tests.ts'
import { startClusterWorld } from '../test/world/cluster/world.ts'
import { startApiCounter } from './api-counter.ts'
import { firstLine, median } from './first-line.ts'
import { watchJobs } from './job-watch.ts'

const ROUNDS = 5

function say(what: string, figure: string, goal: string): void {
  console.log(`${what.padEnd(58)} ${figure.padStart(12)}   goal ${goal}`)
}

const lines = await firstLine(15)
say(
  'first log line against an empty Node process (15 in turns)',
  `${(lines.action / lines.empty).toFixed(2)} times`,
  '3',
)
say('  the action, the empty process (medians)', `${lines.action.toFixed(0)}, ${lines.empty.toFixed(0)} ms`, '-')

const dist = new URL('../dist/', import.meta.url)
const size = readdirSync(dist)
  .filter((name) => !/licenses|^(agent|http)\.mjs$/.test(name))
  .reduce((sum, name) => sum + statSync(new URL(name, dist)).size, 0)
say('dist/ without the programs of the pods and licences', `${(size / 1e6).toFixed(2)} MB`, '5 MB')
say('  the agent', `${(statSync(new URL('agent.mjs', dist)).size / 1e3).toFixed(0)} kB`, '900 kB')

if (!process.env['RIG_API']) {
  console.log('there is no rig in the environment: the figures of a cluster are left out')
  process.exit()
}

await using world = await startClusterWorld()
await using counter = await startApiCounter(world.rig)
const sound = world.aws.clusters.get(world.rig.clusterId)!
world.aws.clusters.set(world.rig.clusterId, { ...sound, endpoint: counter.endpoint, ca: counter.ca })
const jobs = watchJobs('perf')

async function round(duration: string) {
  const { main, sha } = await world.use({ files: briefTest(world.shop, { duration }) })
  const run = main.outputs['run-id'] ?? ''
  const { created = Number.NaN, complete = Number.NaN } = jobs.times.get(run) ?? {}
  const requests = world.github.requests
  const pushed = requests.findLast(
    ({ method, path, at }) => method === 'PATCH' && /git\/refs/.test(path) && at <= created,
  )
  const commented = requests.findLast(({ method, path }) => /^(POST|PATCH)$/.test(method) && /comments/.test(path))
  const within = (at: number) => at >= created && at <= complete
  const calls = (list: readonly number[]) => (list.filter(within).length * 60_000) / (complete - created)
  return {
    sha,
    outcome: main.outputs['verdict'],
    toJob: created - (pushed?.at ?? Number.NaN),
    toComment: (commented?.at ?? Number.NaN) - complete,
    cluster: calls(counter.at),
    github: calls(requests.map(({ at }) => at)),
  }
}

const rounds: Awaited<ReturnType<typeof round>>[] = []
for (let i = 0; i < ROUNDS; i++) rounds.push(await round('6s'))
const long = await round('60s')
jobs.stop()
const seconds = (pick: (one: (typeof rounds)[number]) => number) => `${(median(rounds.map(pick)) / 1000).toFixed(2)} s`
say(
  `push → Job created (median of ${ROUNDS})`,
  seconds(({ toJob }) => toJob),
  '5 s',
)
say(
  `Job complete → comment written (median of ${ROUNDS})`,
  seconds(({ toComment }) => toComment),
  '5 s',
)
say('calls a minute to the API server, Job created → complete', long.cluster.toFixed(1), '60')
say('  to GitHub, in the same time', long.github.toFixed(1), '-')
console.log(`outcomes: ${[...rounds, long].map(({ outcome }) => outcome).join(', ')}`)
