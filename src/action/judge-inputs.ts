import type { Request } from '../core/request.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import { given, valuesOf } from './field.ts'
import { type GetInput, orDefault } from './inputs.ts'
import { readFailOn, readFolder, readGithubToken, readPath, readTests } from './readers.ts'

/** What the workflow asks for in mode `judge`. */
export interface JudgeInputs extends Pick<Request, 'config' | 'tests'> {
  /** The folder with the results. */
  readonly results: string
  readonly githubToken?: string
  readonly failOn: readonly Outcome[]
}

/** Whether the workflow asks for mode `judge`; of another mode, even one that there is not, `readInputs` speaks. */
export function asksToJudge(getInput: GetInput): boolean {
  return orDefault(getInput)('mode') === 'judge'
}

/** Reads the inputs of mode `judge`, which needs no cloud; the others are not looked at. Throws INPUT. */
export function readJudgeInputs(getInput: GetInput): JudgeInputs {
  const get = orDefault(getInput)
  const values = valuesOf({
    config: readPath(get('config'), 'perf.yaml'),
    test: readTests(get('test')),
    results: readFolder(get('results')),
    'github-token': readGithubToken(get('github-token')),
    'fail-on': readFailOn(get('fail-on')),
  })
  const { config, test, results } = values
  return { config, tests: test, results, failOn: values['fail-on'], ...given('githubToken', values['github-token']) }
}
