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

/**
 * The runner trims what .NET takes for space, U+0085 among it, and compares by culture, to which characters that are
 * not seen are not there at all.
 */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}`
const COMMAND = new RegExp(String.raw`^([\s${UNSEEN}]*):(?=[${UNSEEN}]*:)`, 'u')
const OLD_COMMAND = new RegExp(String.raw`#(?=[${UNSEEN}]*#[${UNSEEN}]*\[)`, 'gu')

/** The line with nothing in it that the runner takes for a command: labels and events are written by others. */
export function plain(line: string): string {
  return line
    .split(/\r\n|\r|\n/)
    .map((part) => part.replace(COMMAND, '$1: ').replace(OLD_COMMAND, '# '))
    .join('\n')
}
