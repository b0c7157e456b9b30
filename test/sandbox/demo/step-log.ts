import { parseCommands } from '../../world/file-command.ts'

/** What people see of a step's log, line by line as GitHub shows it. */
export type Shown =
  | { readonly kind: 'group'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'notice' | 'warning' | 'error'; readonly text: string }

/** Takes a log in pieces and calls with each whole line: commands told apart, what was masked as `***`. */
export function stepLog(show: (shown: Shown) => void): (piece: string) => void {
  const masks: string[] = []
  let rest = ''
  const masked = (text: string) => masks.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  const line = (raw: string) => {
    const [command] = parseCommands(raw)
    if (command === undefined) return show({ kind: 'line', text: masked(raw) })
    const { name, message } = command
    if (name === 'add-mask' && message !== '') masks.push(message)
    if (name === 'group') show({ kind: 'group', text: masked(message) })
    if (name === 'notice' || name === 'warning' || name === 'error') show({ kind: name, text: masked(message) })
  }
  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const raw of lines) if (raw.trim() !== '') line(raw)
  }
}
