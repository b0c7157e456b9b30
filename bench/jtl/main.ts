/**
 * Prints how fast and how exact the JTL engine is beside what people would take instead, all in one run, and which of
 * its goals that meets: `npm run bench:jtl [-- --size 1g] [--rounds 5] [--only ours,wc,C]`. Sizes are 100m, 1g, 10g …;
 * the data goes to the system's temporary folder (TMPDIR) and is removed. Needs cc, and npm's registry for the others.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Answers, answersOf, compare } from './answers.ts'
import { type Contender, contenders, type Files } from './contenders.ts'
import { type Figures, goalLines } from './goals.ts'
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

/**
 * In turns, there and back, so that what else the machine does is spread over all of them, and nobody always comes after
 * the same one: what has filled the memory slows down whoever is next.
 */
function race(tools: Tools, field: readonly Contender[]): Map<Contender, Run[]> {
  const runs = new Map<Contender, Run[]>(field.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of round % 2 === 0 ? field : field.toReversed()) {
      if (contender.once && round > 0) continue
      const run = measure(tools, contender)
      if (run !== undefined) runs.get(contender)?.push(run)
    }
    console.error(`round ${round + 1} of ${rounds}`)
  }
  return runs
}

function figuresOf(list: readonly Run[], exact: Answers | undefined): Figures {
  const of = (what: 'wall' | 'cpu' | 'megabytes') => median(list.map((run) => run[what]))
  const found = exact && list.map(({ output }) => compare(answersOf(output), exact))
  const agreement = found?.find(({ holds }) => !holds) ?? found?.[0]
  return { runs: list, cpu: of('cpu'), wall: of('wall'), megabytes: of('megabytes'), agreement }
}

function tableLines(field: readonly Contender[], figures: ReadonlyMap<string, Figures>): readonly string[] {
  const ours = figures.get('ours, 1 thread')
  const lines = field.map(({ name }) => {
    const one = figures.get(name)
    if (one === undefined) return `${name.padEnd(22)} failed`
    const cells = (['cpu', 'wall'] as const).flatMap((what) => [
      one[what].toFixed(2).padStart(7),
      (ours === undefined ? '' : (one[what] / ours[what]).toFixed(2)).padStart(7),
    ])
    return `${name.padEnd(22)} ${cells.join(' ')} ${one.megabytes.toFixed(0).padStart(8)}  ${one.agreement?.said ?? '–'}`
  })
  return ['contender               CPU s   CPU ×  wall s  wall ×  peak MB  answers', ...lines]
}

function makeFiles(folder: string): Files {
  const [file, small] = [join(folder, 'results.jtl'), join(folder, 'small.jtl')]
  const packed = `${file}.gz`
  generate(file, bytes)
  generate(small, 100e6)
  execFileSync('gzip', ['-c', '-6', file], { stdio: ['ignore', openSync(packed, 'w'), 'inherit'] })
  return { file, small, packed }
}

function main(folder: string): void {
  const tools = prepare(folder)
  const files = makeFiles(folder)
  const exact = new Map(
    [files.file, files.small].map((file) => [
      file,
      answersOf(execFileSync(tools.oracle, [file], { encoding: 'utf8' })),
    ]),
  )
  const field = contenders(tools, files)
    .filter(({ most = Number.POSITIVE_INFINITY }) => bytes <= most)
    .filter(({ name }) => only === undefined || only.some((part) => name.startsWith(part)))
  console.log(`${values.size}B of JTL, medians of ${rounds} rounds in turn; × is to ours on one thread`)
  const figures = new Map<string, Figures>()
  for (const [{ name, answers }, list] of race(tools, field)) {
    if (list.length > 0) figures.set(name, figuresOf(list, answers === undefined ? undefined : exact.get(answers)))
  }
  const rows = [...exact.get(files.file)!.values()].reduce((sum, [count = 0]) => sum + count, 0)
  const goals = goalLines({ of: (name) => figures.get(name), bytes, rows })
  console.log([...tableLines(field, figures), '', ...goals].join('\n'))
}

const folder = mkdtempSync(join(tmpdir(), 'jtl-bench-'))
try {
  main(folder)
} finally {
  rmSync(folder, { recursive: true })
}
