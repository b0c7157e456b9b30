/** The door of the command line: words in, text and an exit code out. */
import { parseArgs } from 'node:util'
import { render } from './cli/render.ts'
import { PerfError, reason } from './core/error.ts'
import { nearest, quote } from './core/fault.ts'
import { version } from './version.ts'

/** Where the command line writes; each call is whole lines. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

const FAULT = 2
const LATER = ['run', 'summarize', 'judge', 'report']
const ASK = { hint: '`perf-action --help` says what there is' }

const HELP = `perf-action ${version}: performance as a gate on pull requests, for teams on EKS with Flux

Usage
  perf-action render --config FILE --test NAME --out DIR [options]

render writes the folder that a run would commit to the Flux repository, without a cluster:
look at it, or build it with \`kubectl kustomize DIR\`.

  --config FILE           the tests (default: perf.yaml); plans are sought from its folder
  --test NAME             the test of the file to render
  --out DIR               a folder that is empty or not there yet
  --namespace NAME        the namespace of the Job (default: perf)
  --bucket NAME[/PREFIX]  where the pods put their results (default: BUCKET, a stand-in)
  --region REGION         the bucket's (default: AWS_REGION, else us-east-1)

  -h, --help              this text
  -v, --version           ${version}

Not built yet: ${LATER.join(', ')}.
Exit codes: 0 done, 2 a fault (its code, what happened and what to do are on stderr).
`

const OPTIONS = {
  config: { type: 'string', default: 'perf.yaml' },
  test: { type: 'string' },
  out: { type: 'string' },
  namespace: { type: 'string', default: 'perf' },
  bucket: { type: 'string', default: 'BUCKET' },
  region: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const

const tty: Terminal = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) }

/** Runs one command; returns the exit code and throws nothing. */
export async function cli(args: readonly string[], terminal: Terminal = tty): Promise<number> {
  try {
    terminal.out(await command(args))
    return 0
  } catch (thrown) {
    const { code, message, hint } = thrown instanceof PerfError ? thrown : new PerfError('INTERNAL', reason(thrown))
    terminal.err(`${code}: ${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`)
    return FAULT
  }
}

async function command(args: readonly string[]): Promise<string> {
  const { values, positionals } = parse(args)
  if (values.version) return `${version}\n`
  const [name, ...rest] = positionals
  if (values.help || name === undefined) return HELP
  if (LATER.includes(name)) throw new PerfError('NOT_BUILT', `the command ${quote(name)} is not built yet`, ASK)
  if (name !== 'render') throw unknownCommand(name)
  if (rest.length > 0) throw new PerfError('INPUT', `render takes options alone, not ${quote(rest.join(' '))}`, ASK)
  const { config, namespace, bucket, region = process.env['AWS_REGION'] || 'us-east-1' } = values
  return render({ config, namespace, bucket, region, test: given('test', values.test), out: given('out', values.out) })
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    const [what = ''] = reason(cause).split('. ')
    throw new PerfError('INPUT', what, { ...ASK, cause })
  }
}

function unknownCommand(name: string): PerfError {
  const meant = nearest(name, ['render', ...LATER])
  return new PerfError(
    'INPUT',
    `there is no command ${quote(name)}`,
    meant === undefined ? ASK : { hint: `did you mean ${quote(meant)}?` },
  )
}

function given(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new PerfError('INPUT', `render needs --${name}`, ASK)
  return value
}
