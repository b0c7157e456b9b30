import { resolve } from 'node:path'
import { words } from '../action/field.ts'
import { configText } from '../config/utf8.ts'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Overrides, Request } from '../core/request.ts'
import { type AskedLoad, FIRST_TRY, firstTry } from './asked-load.ts'
import type { Given } from './command.ts'
import { readIfThere, repositoryOf } from './repository.ts'

/** What shall be run. */
export interface AskedConfig extends Pick<Request, 'tests'> {
  /** The folder that plans are read from. */
  readonly root: string
  /** perf.yaml by its path from the root. */
  readonly config: { readonly path: string; readonly text: string }
  readonly overrides: Overrides
}

/** perf.yaml, and what options say over it; without a file, and with a target, one of a single request. */
export async function readConfig(given: Given, { target, ...load }: AskedLoad): Promise<AskedConfig> {
  const named = given.text('config')
  const names = given.list('test').flatMap(words)
  const tests = names.length === 0 || names.includes('all') ? ('all' as const) : names
  const { root, file: path } = repositoryOf(named ?? 'perf.yaml')
  const bytes = await readIfThere(resolve(root, path))
  if (bytes !== undefined)
    return { root, tests, config: { path, text: configText(bytes, path) }, overrides: { ...load, ...base(target) } }
  if (named !== undefined || target === undefined || tests !== 'all')
    throw new PerfError('CONFIG', `there is no ${quote(named ?? 'perf.yaml')}`, {
      hint: 'name the file with --config, or try --target http://localhost:8080 alone',
    })
  return { root, tests: [FIRST_TRY], config: { path, text: firstTry(target) }, overrides: load }
}

/** What the requests of a test are resolved against. */
function base(target: URL | undefined): Pick<Overrides, 'target'> {
  return target === undefined ? {} : { target: `${target.origin}${target.pathname.replace(/\/+$/, '')}` }
}
