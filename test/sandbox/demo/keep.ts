import { watch } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Running } from '../../world/runner.ts'
import type { Sandbox } from '../world.ts'
import type { Screen } from './screen.ts'
import { stepLog } from './step-log.ts'
import { terminalMarkdown } from './terminal-markdown.ts'

interface Kept {
  readonly world: Sandbox
  readonly screen: Screen
  readonly folder: string
  /** What the file is at first. */
  readonly perfYaml: string
}

/** Says where everything is, and runs the perf.yaml of the folder as a pull request whenever it is saved; until SIGINT. */
export async function keepOpen({ world, screen, folder, perfYaml }: Kept): Promise<never> {
  const file = join(folder, 'perf.yaml')
  await mkdir(folder, { recursive: true })
  // the shops listen at other ports each time: what was tried before would load nothing
  await rename(file, join(folder, 'perf.before.yaml')).catch(() => {})
  await writeFile(file, perfYaml)
  screen.line()
  screen.line(screen.paint('bold', 'The sandbox stays until you press ctrl-C.'))
  for (const [name, address] of Object.entries(world.addresses)) screen.line(`  ${name.padEnd(12)} ${address}`)
  screen.line()
  screen.line(`Edit ${relative('.', file)} and save it: it runs as a pull request.`)
  for await (const text of saves(file)) {
    const during = async (main: Running) => main.follow(stepLog((shown) => screen.line(`  ${shown.text}`)))
    const { comments } = await world.use({ files: { 'perf.yaml': text }, during })
    for (const comment of comments) screen.line(`\n${terminalMarkdown(comment, screen)}`)
    screen.line(`Edit ${relative('.', file)} again, or press ctrl-C.`)
  }
  throw new Error(`${file} is watched no more`)
}

/** The text of a file each time that it has become another one. */
async function* saves(file: string): AsyncGenerator<string> {
  let last = await readFile(file, 'utf8')
  for (;;) {
    await changed(file)
    const text = await readFile(file, 'utf8').catch(() => last)
    if (text === last) continue
    last = text
    yield text
  }
}

/** Editors replace files, so their folder is watched. */
function changed(file: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(join(file, '..'), () => {
      watcher.close()
      setTimeout(resolve, 100) // a file that is being written comes in pieces
    })
  })
}
