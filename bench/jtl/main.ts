/**
 * Prints how fast and how exact the JTL engine is beside what people would take instead, all in one run:
 * `npm run bench:jtl [-- --size 1g] [--rounds 5] [--only ours,wc,C]`. Sizes are 100m, 1g, 10g …; the data goes to the
 * system's temporary folder (TMPDIR) and is removed. Needs cc, and npm's registry for the others.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { answersOf, compare } from './answers.ts'
import { type Contender, contenders } from './contenders.ts'
import { measure, median, type Run } from './measure.ts'
import { generate, prepare, type Tools } from './prepare.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1g' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
})
const UNITS: Readonly<Record<string, number>> = { m: 1e6, g: 1e9 }
const bytes = Number.parseFloat(values.size) * (UNITS[values.size.at(-1) ?? ''] ?? 1)
const rounds = Number(values.rounds)
const only = values.only?.split(',')

/** Round-robin, so that what else the machine does is spread over all of them. */
function race(tools: Tools, field: readonly Contender[]): Map<Contender, Run[]> {
  const runs = new Map<Contender, Run[]>(field.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of field) {
      if (contender.once && round > 0) continue
      const run = measure(tools, contender)
      if (run !== undefined) runs.get(contender)?.push(run)
    }
    console.error(`round ${round + 1} of ${rounds}`)
  }
  return runs
}

function print(runs: Map<Contender, Run[]>, exact: string): void {
  const all = [...runs].map(([contender, list]) => ({ contender, list }))
  const ours = all.find(({ contender }) => contender.name === 'ours, 1 thread')?.list ?? []
  const of = (list: readonly Run[], what: 'wall' | 'cpu' | 'megabytes') => median(list.map((run) => run[what]))
  console.log('contender               CPU s   CPU ×  wall s  wall ×  peak MB  answers')
  for (const { contender, list } of all) {
    const name = contender.name.padEnd(22)
    if (list.length === 0) console.log(`${name} failed`)
    else {
      const cells = (['cpu', 'wall'] as const).flatMap((what) => [
        of(list, what).toFixed(2).padStart(7),
        ours.length > 0 ? (of(list, what) / of(ours, what)).toFixed(2).padStart(7) : '',
      ])
      const answers = contender.answers ? compare(answersOf(list[0]!.output), answersOf(exact)) : '–'
      console.log(`${name} ${cells.join(' ')} ${of(list, 'megabytes').toFixed(0).padStart(8)}  ${answers}`)
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'jtl-bench-'))
try {
  const tools = prepare(folder)
  const [file, packed] = [join(folder, 'results.jtl'), join(folder, 'results.jtl.gz')]
  generate(file, bytes)
  execFileSync('gzip', ['-c', '-6', file], { stdio: ['ignore', openSync(packed, 'w'), 'inherit'] })
  const exact = execFileSync(tools.oracle, [file], { encoding: 'utf8' })
  const field = contenders(tools, file, packed)
    .filter(({ most = Number.POSITIVE_INFINITY }) => bytes <= most)
    .filter(({ name }) => only === undefined || only.some((part) => name.startsWith(part)))
  console.log(`${values.size}B of JTL, medians of ${rounds} rounds in turn; × is to ours on one thread`)
  print(race(tools, field), exact)
} finally {
  rmSync(folder, { recursive: true })
}
