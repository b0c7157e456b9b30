// The action's last door: undoes what main left behind. Warns, never fails: the result of the step is main's.

import { readFile } from 'node:fs/promises'
import * as core from '@actions/core'
import { originOf, readContext } from './action/context.ts'
import { readInputs, secretsOf } from './action/inputs.ts'
import { createLog } from './action/log.ts'
import { readLedger } from './action/state.ts'
import { reason } from './core/error.ts'
import { undo } from './steps/undo.ts'
import { createWorld } from './world.ts'

export async function post(): Promise<void> {
  const left = readLedger()
  if (left.length === 0) return core.info('nothing is left to undo')
  try {
    const path = process.env['GITHUB_EVENT_PATH']
    const context = readContext(process.env, path ? JSON.parse(await readFile(path, 'utf8')) : {})
    const inputs = readInputs(core.getInput)
    for (const secret of secretsOf(inputs)) core.setSecret(secret)
    const world = await createWorld(inputs, {
      env: process.env,
      log: createLog(),
      signal: new AbortController().signal,
      origin: originOf(context),
      github: context,
      idToken: (audience) => core.getIDToken(audience),
      mask: core.setSecret,
      remember: () => undefined, // nothing comes after us
    })
    await undo(left, { prefix: inputs.prefix, origin: originOf(context) }, world)
  } catch (thrown) {
    core.warning(`not everything could be undone: ${reason(thrown)}`)
  }
}
