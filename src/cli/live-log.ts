import type { Log } from '../ports.ts'
import { clean } from '../report/clean.ts'
import type { Terminal } from './terminal.ts'

/** The pipeline's log as lines on stderr. With `shown`, only what is said in these groups, and warnings. */
export function createLiveLog({ err, paint }: Terminal, shown?: readonly string[]): Log {
  let group = ''
  const lines = (text: string) => text.split('\n').map((line) => clean(line, 2000))
  return {
    info(text) {
      if (shown !== undefined && !shown.includes(group)) return
      for (const line of lines(text)) err(`${paint.err('dim', '  ')}${line}\n`)
    },
    warning(text) {
      for (const line of lines(text)) err(`${paint.err('yellow', 'warning')}: ${line}\n`)
    },
    async group(name, step) {
      const before = group
      group = name
      if (shown === undefined) err(`${paint.err('bold', name)}\n`)
      try {
        return await step()
      } finally {
        group = before
      }
    },
  }
}
