import { loadTests } from '../config/load.ts'
import { configText } from '../config/utf8.ts'
import { PerfError } from '../core/error.ts'
import type { Test } from '../core/plan.ts'
import type { Request } from '../core/request.ts'
import type { Files } from '../ports.ts'

/** Step 1: perf.yaml → the tests that were asked for. Every fault of the file at once. */
export async function plan(
  request: Pick<Request, 'config' | 'tests' | 'sources' | 'overrides' | 'longestLoadMs'>,
  { files }: { readonly files: Files },
): Promise<readonly Test[]> {
  const bytes = await files.read(request.config)
  if (bytes === undefined)
    throw new PerfError('CONFIG', `there is no ${request.config} in the repository`, {
      hint: 'check the code out first (actions/checkout), or name the file with the input `config`',
    })
  return loadTests({
    text: configText(bytes, request.config),
    file: request.config,
    names: request.tests,
    readFile: (path) => files.read(path),
    ...(request.sources && { sources: request.sources }),
    ...(request.longestLoadMs === undefined ? {} : { longestLoadMs: request.longestLoadMs }),
    ...(request.overrides && { overrides: request.overrides }),
  })
}
