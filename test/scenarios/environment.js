import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestEnvironment } from 'jest-environment-node'

/** Shows what the action said in a scenario that failed: why a verdict is another one than expected is told there alone. */
export default class extends TestEnvironment {
  folder = mkdtempSync(join(tmpdir(), 'perf-action-scenarios-'))
  /** What was said before the first of a group's scenarios, for all of them. */
  before = new Map()
  read = 0

  async setup() {
    await super.setup()
    this.global.process.env.SCENARIO_LOG ??= join(this.folder, 'log')
    this.said() // another run's
  }

  async teardown() {
    rmSync(this.folder, { recursive: true, force: true })
    await super.teardown()
  }

  /** jest-circus waits for it. */
  handleTestEvent({ name, test, hook }) {
    if (name.startsWith('hook_') && hook.type === 'beforeAll') this.before.set(hook.parent, this.said())
    if (name !== 'test_done') return
    const groups = []
    for (let group = test.parent; group !== undefined; group = group.parent) groups.unshift(group)
    const said = [...groups.map((group) => this.before.get(group) ?? ''), this.said()].join('')
    if (test.errors.length === 0) return
    const title = [...groups.slice(1), test].map((one) => one.name).join(' › ')
    const lines = [
      `━━ what the action said in "${title}"`,
      ...(said || 'nothing, or its run had not ended').split('\n'),
    ]
    // no line begins with `::`, which a runner would take for a command
    for (const line of lines.filter((one) => !one.startsWith('::add-mask::'))) process.stderr.write(`│ ${line}\n`)
  }

  /** What was said since this was asked for last. */
  said() {
    try {
      const log = readFileSync(this.global.process.env.SCENARIO_LOG, 'utf8')
      const said = log.slice(this.read)
      this.read = log.length
      return said
    } catch {
      return ''
    }
  }
}
