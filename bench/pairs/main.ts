// Comparison in pairs as people get it, on a real cluster, again and again: `npm run bench:pairs`, after ../shared/rig/up
// with its environment sourced. A label that is a fifth slower must be named, and equal deployments must pass.
import { PREFIX } from '../../test/world/account.ts'
import { type ClusterWorld, startClusterWorld } from '../../test/world/cluster/world.ts'
import { runAction } from '../../test/world/runner.ts'
import type { Shop } from '../../test/world/shop/shop.ts'
import { CASES, type CaseName, filesOf, type GeneratorName, isRight } from './case.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { goalIsHeld, type Repeat, table } from './table.ts'

const LIMIT_MS = 10 * 60_000

function asked(): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : thrown}\n\n${USAGE}`)
    process.exit(2)
  }
}

/** Both heads at once, so that the cases can be taken in turns: what the hour does to one it does to the other. */
async function deploy(world: ClusterWorld) {
  const base = await world.deploy({ name: 'shop-base', revision: 'v1' })
  const head = (name: CaseName) =>
    world.deploy({ name: `shop-${name}`, revision: `v2-${name}`, delays: CASES[name].delays })
  return { base, heads: { slower: await head('slower'), same: await head('same') } as const }
}

interface Asked {
  readonly generator: GeneratorName
  readonly name: CaseName
  readonly base: Shop
  readonly head: Shop
}

async function repeat(world: ClusterWorld, { generator, name, base, head }: Asked) {
  const began = performance.now()
  const { main, comments } = await world.use({
    files: filesOf(generator, base, head),
    by: (step) => runAction({ ...step, limitMs: LIMIT_MS }),
  })
  const seconds = (performance.now() - began) / 1000
  const { verdict: outcome, 'run-id': run } = main.outputs
  const evidence = /^\*\*(.*)\*\*$/m.exec(comments[0] ?? '')?.[1] ?? main.log.split('\n').slice(-8).join('\n')
  const right = isRight(name, { outcome, evidence })
  const pairs = run === undefined || outcome === undefined ? 0 : await pairsOf(world, generator, run)
  return { repeat: { generator, case: name, right, outcome: outcome ?? 'none', pairs, seconds } as Repeat, evidence }
}

async function pairsOf(world: ClusterWorld, generator: GeneratorName, run: string): Promise<number> {
  const test = generator === 'http' ? 'browse' : 'buy'
  const text = await world.bucket.read(`${PREFIX}/${test}/${run}/verdict.json`)
  return JSON.parse(text.toString()).comparison?.runs.length ?? 0
}

const { repeats, generators, cases } = asked()
await using world = await startClusterWorld()
const { base, heads } = await deploy(world)
const done: Repeat[] = []
for (let n = 1; n <= repeats; n++)
  for (const generator of generators)
    for (const name of cases) {
      const { repeat: one, evidence } = await repeat(world, { generator, name, base, head: heads[name] })
      done.push(one)
      const { right, pairs, seconds } = one
      const mark = right ? 'right' : 'WRONG'
      console.log(
        `${n}/${repeats} ${generator} ${name}: ${mark}, ${one.outcome} in ${pairs} pairs, ${seconds.toFixed(0)} s: ${evidence}`,
      )
    }
console.log(`\n${table(done)}`)
if (!goalIsHeld(done)) {
  console.log('\nfewer than 9 of 10 were right')
  process.exitCode = 1
}
