import '../support/realm.ts'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { createDirectoryStore } from '../../src/adapters/directory-store.ts'
import { renderComment } from '../../src/report/comment.ts'
import { condense } from '../../src/report/condense.ts'
import { renderHtml } from '../../src/report/html/page.ts'
import { runCli } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { RESULTS } from '../support/reports.ts'
import { storedRun } from '../support/stored-run.ts'

const temporary = temporaryFolder()
afterAll(() => temporary[Symbol.dispose]())

/** The folder of a run as the pipeline leaves it in a store, and what its reports must be made of. */
async function runFolder(name: keyof typeof RESULTS) {
  const whole = RESULTS[name]()
  const result = { ...whole, run: { ...whole.run, prefix: name }, metrics: whole.metrics }
  const root = await storedRun(result, createDirectoryStore(temporary.path))
  const { commit: _, ...told } = result
  return { folder: join(temporary.path, root), expected: { ...told, links: {} } }
}

test.each(['regression', 'missing-index'] as const)(
  'the report and the comment of a run, %s, are made anew from its folder',
  async (name) => {
    const { folder, expected } = await runFolder(name)
    const page = join(folder, 'report', 'index.html')
    rmSync(page)
    expect(await runCli('report', folder)).toEqual({ code: 0, out: `${page}\n`, err: '' })
    expect(readFileSync(page, 'utf8')).toBe(renderHtml(expected))
    const { code, out } = await runCli('report', folder, '--markdown')
    expect({ code, out }).toEqual({ code: 0, out: renderComment([condense(expected)]) })
  },
)

test('it goes where --out says, - for the standard output', async () => {
  const { folder, expected } = await runFolder('pass')
  const out = join(temporary.path, 'elsewhere', 'page.html')
  expect(await runCli('report', folder, '--out', out)).toEqual({ code: 0, out: `${out}\n`, err: '' })
  expect(readFileSync(out, 'utf8')).toBe(renderHtml(expected))
  expect((await runCli('report', folder, '--out', '-')).out).toBe(renderHtml(expected))
})

test('a run that was not judged yet is judged', async () => {
  const { folder } = await runFolder('pass')
  const copy = join(temporary.path, 'unjudged')
  cpSync(folder, copy, { recursive: true })
  rmSync(join(copy, 'verdict.json'))
  rmSync(join(copy, 'summary.json'))
  expect((await runCli('report', copy, '--markdown')).out).toContain('### ✅ Pass · `checkout`')
})

test('the folder of a run is judged with all that is in it', async () => {
  const { folder, expected } = await runFolder('missing-index')
  const { code, out } = await runCli('judge', folder, '--json')
  expect(code).toBe(4)
  const { checks, limits } = JSON.parse(out)
  expect(limits).toEqual(expected.verdict.limits)
  expect(checks.find(({ check }: { check: string }) => check === 'pods-reported')).toMatchObject({ state: 'invalid' })
})

type Document = Record<string, Record<string, unknown>>
test.each<[string, string, (document: Document) => unknown]>([
  ['run.json', 'test', ({ test: _, ...rest }) => rest],
  ['run.json', 'test.pods', (document) => ({ ...document, test: { ...document['test'], pods: 1e9 } })],
  ['run.json', 'test.limits', (document) => ({ ...document, test: { ...document['test'], limits: null } })],
  ['run.json', 'origin', ({ origin: _, ...rest }) => rest],
  ['verdict.json', 'outcome', (document) => ({ ...document, outcome: 'fine' })],
  ['verdict.json', 'reasons', ({ reasons: _, ...rest }) => rest],
])('a %s without a sound %s is refused by its name, and is no defect of ours', async (name, what, change) => {
  const { folder } = await runFolder('pass')
  const copy = join(temporary.path, `cut-${name}-${what}`)
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, name), JSON.stringify(change(JSON.parse(readFileSync(join(copy, name), 'utf8')))))
  for (const command of ['report', 'judge']) {
    const { code, err } = await runCli(command, copy)
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(`^INPUT: .*${name}. is not as we write it: ${what}: `),
    })
  }
})

const HINT = 'hint: `perf-action report --help` says what there is\n'
test('what is no folder of a run is refused', async () => {
  const { folder } = await runFolder('pass')
  const damaged = join(temporary.path, 'damaged')
  cpSync(folder, damaged, { recursive: true })
  writeFileSync(join(damaged, 'run.json'), '{"schema":"perf-action/run/v9"}')
  const table = [
    [[], `INPUT: report needs the folder of a run\n${HINT}`],
    [[folder, 'x'], `INPUT: report takes one folder, not \`x\` too\n${HINT}`],
    [[temporary.path], `INPUT: \`${temporary.path}\` is not the folder of a run: it has no run.json\n`],
    [['none'], 'INPUT: `none` is not the folder of a run: it has no run.json\n'],
    [[damaged], `INPUT: \`${damaged}/run.json\` is not as we write it: schema: Invalid input`],
    [[folder, '--out', folder], `INPUT: \`${folder}\` cannot be written: EISDIR`],
  ] as const
  for (const [args, message] of table) {
    const { code, out, err } = await runCli('report', ...args)
    expect({ code, out, err: err.startsWith(message) ? message : err }).toEqual({ code: 2, out: '', err: message })
  }
})
