import { reason } from '../core/error.ts'
import type { Log, Published } from '../ports.ts'

/** The address of what was published; what prevents it is said in the log, since it changes nothing that was found. */
export async function published(what: string, act: () => Promise<Published>, log: Log): Promise<string | undefined> {
  try {
    const result = await act()
    if ('url' in result) return result.url
    log.warning(`${what} is left out: the token lacks \`${result.missing}\``)
  } catch (thrown) {
    log.warning(`${what} is left out: ${reason(thrown)}`)
  }
  return undefined
}
