import { reason } from '../core/error.ts'
import type { Origin } from '../core/request.ts'
import { keys } from '../core/run.ts'
import type { Undo } from '../core/undo.ts'
import type { World } from '../ports.ts'
import { renderCheck } from '../report/check.ts'
import { cancelledNotice, errorNotice } from '../report/notice.ts'
import { closeAfterFailure } from './run-record.ts'
import { awaitPruning, removeFolder } from './withdraw.ts'

interface Whose {
  readonly prefix: string
  readonly origin: Origin
}

const UNTOLD = {
  code: 'GITHUB' as const,
  message: 'the step ended before it could tell this check what came of the run',
  hint: 'see the job summary of the workflow run',
}

/** What `post` does: each folder out first, since that stops the load and needs no cluster; then checks, records, pruning. */
export async function undo(left: readonly Undo[], { prefix, origin }: Whose, world: World): Promise<void> {
  const attempt = async (what: string, act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (thrown) {
      world.log.warning(`${what}: ${reason(thrown)}`)
    }
  }
  const committed = left.filter((one) => one.committed)
  for (const one of committed) await attempt(`${one.run} could not be withdrawn`, () => removeFolder(one, world))
  for (const { run, test, check } of left) {
    if (check === undefined) continue
    const about = { test, revision: origin.sha, links: { workflow: origin.workflowUrl } }
    const finish = committed.some((one) => one.run === run)
      ? () => world.forge.finishCheck(check, 'cancelled', renderCheck(cancelledNotice(about)))
      : () => world.forge.finishCheck(check, 'neutral', renderCheck(errorNotice(about, UNTOLD)))
    await attempt(`the check of ${run} could not be ended`, finish)
  }
  if (committed.length === 0) return
  const session = await world.authenticate()
  using _ = { [Symbol.dispose]: session.close }
  for (const { run, test } of committed)
    await closeAfterFailure(keys({ prefix, id: run, test: { name: test } }).run, 'cancelled', { ...world, ...session })
  await Promise.all(committed.map((one) => awaitPruning(one, { ...world, ...session })))
}
