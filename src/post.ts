// The action's last door: undoes what main left behind. Warns, never fails: the result of the step is main's.
import * as core from '@actions/core'
import { readLedger } from './action/state.ts'
import { reason } from './core/error.ts'
import { enter, readWorkflow } from './enter.ts'
import { undo } from './steps/undo.ts'

export async function post(): Promise<void> {
  const left = readLedger()
  if (left.length === 0) return core.info('nothing is left to undo')
  try {
    const signal = new AbortController().signal
    const { inputs, origin, world } = await enter(await readWorkflow(), { signal, remember: () => undefined })
    await undo(left, { prefix: inputs.prefix, origin }, world)
  } catch (thrown) {
    core.warning(`not everything could be undone: ${reason(thrown)}`)
  }
}
