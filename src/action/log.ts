import * as core from '@actions/core'
import type { Log } from '../ports.ts'

/** The runner's log. Groups do not nest there, so a group within a group is a plain line. */
export function createLog(): Log {
  let open = false
  return {
    info: (line) => core.info(plain(line)),
    warning: (line) => core.warning(line), // the toolkit escapes what a command carries
    async group(name, step) {
      if (open) {
        core.info(plain(name))
        return step()
      }
      open = true
      try {
        return await core.group(name, step)
      } finally {
        open = false
      }
    },
  }
}

/** The line with nothing in it that the runner takes for a command: labels and events are written by others. */
export function plain(line: string): string {
  return line
    .split(/\r\n|\r|\n/)
    .map((part) => part.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
    .join('\n')
}
