import type { ServerResponse } from 'node:http'
import { ApiFailure, statusOf } from './failure.ts'
import type { Change } from './history.ts'
import type { KubeObject } from './object.ts'
import type { Objects } from './objects.ts'
import type { Selected } from './selector.ts'

export interface WatchRequest {
  readonly kind: string
  readonly selected: Selected
  /** resourceVersion; undefined: what is there now comes first. */
  readonly since: string | undefined
  readonly seconds: number
}

const LONGEST_SECONDS = 3600

/** Sends a line for each change until the seconds are over or the client goes; a version that is too old is an ERROR event. */
export function streamWatch(asked: WatchRequest, objects: Objects, response: ServerResponse): void {
  const { kind, selected, since, seconds } = asked
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
  const send = (type: string, object: object) => response.write(`${JSON.stringify({ type, object })}\n`)
  if (since === undefined) for (const object of objects.list(kind).filter(selected)) send('ADDED', object)
  try {
    const watching = objects.watch(kind, (change) => tell(change, selected, send), since)
    const timer = setTimeout(() => response.end(), Math.min(seconds, LONGEST_SECONDS) * 1000)
    response.once('close', () => {
      clearTimeout(timer)
      watching[Symbol.dispose]()
    })
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure)) throw thrown
    send('ERROR', statusOf(thrown))
    response.end()
  }
}

/** An object that a change moves into what is selected is added there, and one that it moves out is deleted. */
function tell({ type, object, before }: Change, selected: Selected, send: (type: string, object: KubeObject) => void) {
  const [was, is] = [before !== undefined && selected(before), selected(object)]
  if (type === 'DELETED') return was && send('DELETED', object)
  if (was || is) send(was && is ? 'MODIFIED' : is ? 'ADDED' : 'DELETED', object)
}
