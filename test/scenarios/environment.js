import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestEnvironment } from 'jest-environment-node'

/** Shows what the action said in a scenario that failed: why a verdict is another one than expected is told there alone. */
export default class extends TestEnvironment {
  folder = mkdtempSync(join(tmpdir(), 'perf-action-scenarios-'))

  async setup() {
    await super.setup()
    this.global.process.env.SCENARIO_LOG ??= join(this.folder, 'log')
  }

  async teardown() {
    rmSync(this.folder, { recursive: true, force: true })
    await super.teardown()
  }

  /** jest-circus waits for it. */
  handleTestEvent({ name, test }) {
    if (name === 'test_start') this.before = this.log().length
    if (name !== 'test_done' || test.errors.length === 0) return
    const lines = this.log()
      .slice(this.before)
      .split('\n')
      .filter((line) => !line.startsWith('::add-mask::'))
    // no line begins with `::`, which a runner would take for a command
    process.stderr.write(
      `${[`━━ what the action said in "${test.name}"`, ...lines].map((line) => `│ ${line}\n`).join('')}`,
    )
  }

  log() {
    try {
      return readFileSync(this.global.process.env.SCENARIO_LOG, 'utf8')
    } catch {
      return '' // nothing was said
    }
  }
}
