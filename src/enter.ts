// What the action's two doors have in common: the runner's strings and files → inputs, context and the world.
import { readFile } from 'node:fs/promises'
import * as core from '@actions/core'
import { type Context, originOf, readContext } from './action/context.ts'
import { type Inputs, readInputs, secretsOf } from './action/inputs.ts'
import { readJudgeInputs } from './action/judge-inputs.ts'
import { createLog } from './action/log.ts'
import { PerfError } from './core/error.ts'
import type { Origin } from './core/request.ts'
import type { UndoChange } from './core/undo.ts'
import type { World } from './ports.ts'

/** What the runner says about this workflow run. */
export async function readWorkflow(): Promise<Context> {
  const path = process.env['GITHUB_EVENT_PATH']
  return readContext(process.env, path ? JSON.parse(await readFile(path, 'utf8')) : {})
}

interface Entered {
  readonly inputs: Inputs
  readonly origin: Origin
  readonly world: World
}

/** Reads the inputs, has the runner mask what is secret in them, and opens the world. */
export async function enter(
  context: Context,
  { signal, remember }: { readonly signal: AbortSignal; readonly remember: (change: UndoChange) => void },
): Promise<Entered> {
  const inputs = readInputs(core.getInput)
  if (context.pull !== undefined) refuseOverrides(inputs)
  for (const secret of secretsOf(inputs)) core.setSecret(secret)
  const origin = originOf(context)
  const { createWorld } = await import('./world.ts')
  const idToken = (audience: string) => core.getIDToken(audience)
  const runner = { env: process.env, log: createLog(), github: context, idToken, mask: core.setSecret }
  return { inputs, origin, world: await createWorld(inputs, { ...runner, origin, signal, remember }) }
}

/** A pull request is held against runs of the test that perf.yaml has, so it runs that one. */
function refuseOverrides({ overrides }: Inputs): void {
  if (overrides === undefined) return
  throw new PerfError('INPUT', 'the inputs `pods` and `duration` are refused on a pull request', {
    hint: 'a gate judges the test as perf.yaml has it; override it in workflows by hand or by night',
  })
}

/** As `enter`, in mode `judge`: for the commit that the other workflow ran on, where one led to this. */
export async function enterToJudge(context: Context) {
  const inputs = readJudgeInputs(core.getInput)
  if (inputs.githubToken !== undefined) core.setSecret(inputs.githubToken)
  const { head } = context
  const origin = { ...originOf(context), ...(head === undefined ? {} : { sha: head.sha }) }
  const { createJudgeWorld } = await import('./world.ts')
  const world = await createJudgeWorld(inputs, { env: process.env, log: createLog(), github: context, origin })
  return { inputs, request: { ...inputs, origin, ...(head === undefined ? {} : { head }) }, world }
}
