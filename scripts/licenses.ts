// ncc lists a package whose licence is in no file named LICENSE by its name alone: here it gets its text, or the build fails.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const packages = 'node_modules'
const ours = new URL('licenses/', import.meta.url).pathname

/** ncc's list of licences with a text in every entry; throws where there is none to be had. */
export function completeLicenses(listed: string): string {
  return listed.replace(/(?<=^|\n\n)(\S+)\n(\S+)\n(?=\n|$)/g, (_, name: string, license: string) => {
    return `${name}\n${license}\n${textOf(name, license)}\n`
  })
}

function textOf(name: string, license: string): string {
  const folder = join(packages, name)
  if (!existsSync(folder)) throw new Error(`the licence of ${name} has no text, and there is no such package`)
  const file = readdirSync(folder).find((entry) => /^(un)?licen[cs]e/i.test(entry))
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8')
  const kept = join(ours, `${name}.txt`) // where the package has its text in its repository alone
  if (existsSync(kept)) return readFileSync(kept, 'utf8')
  if (license === 'Apache-2.0') return readFileSync('LICENSE', 'utf8')
  throw new Error(`${name} (${license}) ships no licence text: put it into scripts/licenses/${name}.txt`)
}
