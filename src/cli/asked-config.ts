import { resolve } from 'node:path'
import { words } from '../action/field.ts'
import { configText } from '../config/utf8.ts'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { type AskedLoad, FIRST_TRY, firstTry, withAskedLoad } from './asked-load.ts'
import type { Given } from './command.ts'
import { readIfThere, repositoryOf } from './repository.ts'

/** What shall be run. */
export interface AskedConfig {
  /** The folder that plans are read from. */
  readonly root: string
  readonly tests: readonly string[] | 'all'
  /** perf.yaml as it is to be run, by its path from the root. */
  readonly config: { readonly path: string; readonly text: string }
}

/** perf.yaml with what the options say; without a file, and with a target, one of a single request. */
export async function readConfig(given: Given): Promise<AskedConfig> {
  const named = given.text('config')
  const asked = askedLoad(given)
  const names = given.list('test').flatMap(words)
  const tests = names.length === 0 || names.includes('all') ? ('all' as const) : names
  const { root, file: path } = repositoryOf(named ?? 'perf.yaml')
  const bytes = await readIfThere(resolve(root, path))
  if (bytes !== undefined)
    return { root, tests, config: { path, text: withAskedLoad(configText(bytes, path), tests, asked) } }
  if (named !== undefined || asked.target === undefined || tests !== 'all')
    throw new PerfError('CONFIG', `there is no ${quote(named ?? 'perf.yaml')}`, {
      hint: 'name the file with --config, or try --target http://localhost:8080 alone',
    })
  return { root, tests: [FIRST_TRY], config: { path, text: firstTry(asked) } }
}

function askedLoad(given: Given): AskedLoad {
  const [target, duration, rate] = [given.text('target'), given.text('duration'), given.text('rate')]
  return {
    ...(target === undefined ? {} : { target }),
    ...(duration === undefined ? {} : { duration }),
    ...(rate === undefined ? {} : { rate }),
    limits: given.list('limit'),
  }
}
