// What the action's two doors have in common: the runner's strings and files → inputs, context and the world.
import { readFile } from 'node:fs/promises'
import * as core from '@actions/core'
import { type Context, originOf, readContext } from './action/context.ts'
import { type Inputs, readInputs, secretsOf } from './action/inputs.ts'
import { createLog } from './action/log.ts'
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
  for (const secret of secretsOf(inputs)) core.setSecret(secret)
  const origin = originOf(context)
  const { createWorld } = await import('./world.ts')
  const idToken = (audience: string) => core.getIDToken(audience)
  const runner = { env: process.env, log: createLog(), github: context, idToken, mask: core.setSecret }
  return { inputs, origin, world: await createWorld(inputs, { ...runner, origin, signal, remember }) }
}
