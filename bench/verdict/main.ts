/** Simulates changes and how they are judged; README.md says how to read it. */
import { nameOf } from './effect.ts'
import { printMatched } from './matched.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { simulate } from './parallel.ts'
import { printGoals, printTables, printWorlds } from './tables.ts'

async function main(args: readonly string[]): Promise<number> {
  let options: Options
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const size = { seed: options.seed, prs: options.prs }
  switch (options.show) {
    case 'cell':
      await printCell(options)
      return 0
    case 'small':
      return (await printGoals(size, { runs: [10] })) ? 1 : 0
    case 'worlds':
      return (await printWorlds(size)) ? 1 : 0
    case 'matched':
      await printMatched(size)
      return 0
    case 'tables':
      await printTables(options.world, size)
      return (await printGoals({ ...size, seed: size.seed + 1 })) ? 1 : 0
  }
}

async function printCell({ world, seed, prs, flow, effect, runs, json }: Options): Promise<void> {
  const [[shares] = []] = await simulate({ of: 'cell', flow, effect: nameOf(effect), runs }, world, { seed, prs })
  const { pass, warn, regression, inconclusive, invalid, pairs } = shares!
  const answer = { flow, effect: nameOf(effect), prs, seed, pairs, pass, warn, regression, inconclusive, invalid }
  if (json) console.log(JSON.stringify(answer))
  else for (const [name, value] of Object.entries(answer)) console.log(`${name.padEnd(14)}${value}`)
}

process.exitCode = await main(process.argv.slice(2))
