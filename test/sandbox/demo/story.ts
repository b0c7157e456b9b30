import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { commentPage } from '../../support/comment-page.ts'
import { FLUX_PATH } from '../../world/account.ts'
import { filesOf } from '../../world/repository.ts'
import type { Running } from '../../world/runner.ts'
import type { Shop } from '../../world/shop/shop.ts'
import type { Used } from '../../world/world.ts'
import type { Sandbox } from '../world.ts'
import type { Screen } from './screen.ts'
import { ADDED, CHECKOUT, delaysOf, perfYamlOf, shopCode } from './shop-code.ts'
import { type Shown, stepLog } from './step-log.ts'
import { terminalMarkdown } from './terminal-markdown.ts'

export interface Stage {
  readonly world: Sandbox
  readonly screen: Screen
  /** What is left to look at afterwards. */
  readonly folder: string
}

/** A change of the shop that is judged. */
interface Change {
  readonly name: 'slower' | 'unchanged'
  readonly title: string
  readonly diff: readonly string[]
  /** What its deployment says that it runs. */
  readonly revision: string
  /** What the checkout sleeps, ms. */
  readonly checkout: number
}

/** What the pull request was told. */
export interface Told {
  readonly change: Change
  readonly outcome: string
  /** The one sentence of evidence. */
  readonly evidence: string
  /** The test that judged it. */
  readonly perfYaml: string
}

const delay = (ms: number) => `'POST /checkout': ${ms}, // ms that the checkout sleeps`

const CHANGES: readonly Change[] = [
  {
    name: 'slower',
    title: 'Look the price up again at the checkout',
    diff: [`- ${delay(CHECKOUT)}`, `+ ${delay(CHECKOUT + ADDED)}`],
    revision: 'price-again',
    checkout: CHECKOUT + ADDED,
  },
  {
    name: 'unchanged',
    title: 'Say hello in the README',
    diff: ['+ Hello.'],
    revision: 'hello',
    checkout: CHECKOUT,
  },
]

/** Two pull requests, one that is slower and one that is not; each is deployed beside `main`, and the two are loaded in turns. */
export async function story(stage: Stage): Promise<readonly Told[]> {
  const base = await stage.world.deploy({ name: 'shop-main', revision: 'main', delays: delaysOf(CHECKOUT) })
  const told: Told[] = []
  for (const change of CHANGES) told.push(await pullRequest(change, base, stage))
  return told
}

async function pullRequest(change: Change, base: Shop, { world, screen, folder }: Stage): Promise<Told> {
  const { paint } = screen
  screen.line(paint('bold', `A pull request: ${change.title}`))
  for (const line of change.diff) screen.line(paint(line.startsWith('+') ? 'green' : 'red', `  ${line}`))
  const { name, revision, checkout } = change
  const head = await world.deploy({ name: `shop-${name}`, revision, delays: delaysOf(checkout) })
  const perfYaml = perfYamlOf({ base: base.url, head: head.url })
  const files = { 'perf.yaml': perfYaml, 'shop/server.mjs': shopCode(checkout), ...(name === 'slower' ? {} : HELLO) }
  const during = async (main: Running) => main.follow(stepLog((shown) => screen.line(stepLine(shown, screen))))
  const used = await world.use({ files, during })
  refuseFailure(used)
  const comment = used.comments[0] ?? ''
  screen.line()
  screen.line(paint('bold', `The comment on pull request #${used.pull}`))
  const text = terminalMarkdown(comment, { width: screen.width - 4, colors: screen.colors })
  for (const line of text.trimEnd().split('\n')) screen.line(`  ${paint('dim', '│')} ${line}`)
  screen.line()
  for (const file of await keep(change, used, { world, folder })) screen.line(`  ${paint('dim', file)}`)
  screen.line()
  return { change, outcome: used.main.outputs['verdict'] ?? '', evidence: evidenceOf(comment), perfYaml }
}

/** The sentence in bold that a comment or a job summary begins with. */
function evidenceOf(markdown: string): string {
  const sentence = /^\*\*(.*)\*\*$/m.exec(markdown)?.[1] ?? ''
  return terminalMarkdown(sentence, { width: 1000, colors: false }).trim()
}

const HELLO = { 'HELLO.md': 'Hello.\n' }

function stepLine({ kind, text }: Shown, { paint }: Screen): string {
  switch (kind) {
    case 'group':
      return `  ${paint('cyan', '▸')} ${text}`
    case 'line':
      return `    ${paint('dim', text)}`
    case 'notice':
      return `  ${paint('green', '●')} ${text}`
    case 'warning':
      return `  ${paint('yellow', '●')} ${text}`
    case 'error':
      return `  ${paint('red', '●')} ${text}`
  }
}

/** Writes what people want to look at, and says where it is. */
async function keep(change: Change, used: Used, { world, folder }: Omit<Stage, 'screen'>): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const comment = used.comments[0] ?? ''
  const run = used.main.outputs['run-id'] ?? ''
  const objects = (await world.bucket.keys()).filter((key) => key.includes(run))
  const report = objects.find((key) => key.endsWith('report/index.html'))
  const files = {
    [`${change.name}-comment.html`]: await commentPage(comment, 'light'),
    [`${change.name}-comment.md`]: comment,
    [`${change.name}-log.txt`]: `${used.main.shown}\n${used.post.shown}`,
    ...(report === undefined ? {} : { [`${change.name}-report.html`]: await world.bucket.read(report) }),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const left = Object.keys(await filesOf(world.fleet)).filter((path) => path.startsWith(`${FLUX_PATH}/r`))
  return [
    `${objects.length} objects in the bucket, ${left.length} files left in the Flux path`,
    ...Object.keys(files).map((name) => relative('.', join(folder, name))),
  ]
}

function refuseFailure({ main, post }: Used): void {
  if (main.outputs['verdict'] !== undefined && main.outputs['run-id'] && post.code === 0) return
  throw new Error(`the action came to no verdict:\n${main.shown}\n${post.shown}`)
}
