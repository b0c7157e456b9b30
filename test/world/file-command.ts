/** Reads a file that steps write for the runner: lines `name=value`, and `name<<DELIMITER` … `DELIMITER`. */
export function parseFileCommand(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? []
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, at + 1)
      if (end < 0) throw new Error(`${name} has no end: the runner fails the step`)
      values[name] = lines.slice(at + 1, end).join('\n')
      at = end
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1)
    } else if (line !== '') throw new Error(`"${line}" is no file command: the runner fails the step`)
  }
  return values
}

/** A workflow command: `::name key=value,key=value::message`. */
export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** The workflow commands of a log, unescaped; the runner sees them behind blanks too. */
export function parseCommands(log: string): readonly Command[] {
  return [...log.matchAll(/^[ \t]*::([\w-]+)(?: ([^\n]*?))?::(.*)$/gm)].map(
    ([, name = '', properties = '', message = '']) => ({
      name,
      properties: Object.fromEntries(
        properties
          .split(',')
          .filter((pair) => pair.includes('='))
          .map((pair) => [pair.slice(0, pair.indexOf('=')), decoded(pair.slice(pair.indexOf('=') + 1))]),
      ),
      message: decoded(message),
    }),
  )
}

const escapes: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' }

function decoded(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (code) => escapes[code] ?? code)
}
