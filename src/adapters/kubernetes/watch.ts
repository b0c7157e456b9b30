import { Refusal } from './failure.ts'
import type { Transport } from './transport.ts'

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: T
}

export interface Watch {
  /** Of the collection: `/api/v1/namespaces/perf/pods`. */
  readonly path: string
  readonly selector: Readonly<Record<string, string>>
  /** `resourceVersion` of the list that came before. */
  readonly version: string
  readonly seconds: number
  readonly signal: AbortSignal
}

/**
 * The changes since a list. Ends quietly after its seconds, and wherever a new list is the remedy: cut, silence, 410 in
 * both forms (HTTP status; an ERROR event), 429, 5xx, abort. Throws only what a new list would not heal (401, 403).
 */
export async function* watch<T>(watched: Watch, transport: Transport): AsyncGenerator<WatchEvent<T>, void> {
  const { path, selector, version, seconds, signal } = watched
  const query = new URLSearchParams({
    ...selector,
    watch: 'true',
    resourceVersion: version,
    timeoutSeconds: String(seconds),
  })
  const call = { method: 'GET', path: `${path}?${query}`, signal, silenceMs: (seconds + 5) * 1000 }
  try {
    for await (const line of transport.lines(call)) {
      const event = parse<T>(line)
      if (event === undefined) return
      yield event
    }
  } catch (thrown) {
    if (!signal.aborted && thrown instanceof Refusal && [401, 403].includes(thrown.status)) throw thrown
  }
}

function parse<T>(line: string): WatchEvent<T> | undefined {
  try {
    const event = JSON.parse(line) as { type?: string; object?: T }
    if (event.object === undefined) return undefined
    const { type, object } = event
    return type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' ? { type, object } : undefined
  } catch {
    return undefined // cut within a line
  }
}

/** What any of the sources says, as it comes, until the first of them ends; the caller then aborts the others. */
export async function* untilFirstEnds<T>(sources: readonly AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const next = (source: AsyncGenerator<T, void>) => source.next().then((result) => ({ source, result }))
  const pending = new Map(sources.map((source) => [source, next(source)]))
  try {
    for (;;) {
      const { source, result } = await Promise.race(pending.values())
      if (result.done === true) return
      pending.set(source, next(source))
      yield result.value
    }
  } finally {
    for (const left of pending.values()) left.catch(() => undefined) // their refusal is the next list's, too
  }
}
