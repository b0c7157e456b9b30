import { ApiFailure } from './failure.ts'
import type { KubeObject } from './object.ts'

/** What happened to an object; `before` is what it was, as far as it was. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** Of one that is deleted: as it was at its end, with the resourceVersion of its end. */
  readonly object: KubeObject
  readonly before?: KubeObject
}

export type Watcher = (change: Change) => void

/** The changes of a cluster in their order, each with its resourceVersion. */
export interface History {
  readonly version: string
  /** The resourceVersion of a change that is about to be added. */
  next(): string
  /** Remembers the change and tells it to all who watch its kind. */
  add(change: Change): void
  /** Tells what happened after `since`, at once, and what happens from now on. Throws 410 where that is forgotten. */
  watch(kind: string, watcher: Watcher, since?: string): Disposable
}

/** A history of this many changes; what is older can't be watched from. */
export function createHistory(remembered: number): History {
  const changes: Change[] = []
  const watchers = new Map<string, Set<Watcher>>()
  let version = 1
  const untold: Change[] = []
  let telling = false
  /** In order, also where a watcher makes a change itself. */
  const tell = () => {
    if (telling) return
    telling = true
    try {
      for (let change = untold.shift(); change; change = untold.shift())
        for (const watcher of [...(watchers.get(change.object.kind) ?? [])]) watcher(change)
    } finally {
      telling = false
    }
  }
  const numberOf = ({ object }: Change) => Number(object.metadata.resourceVersion)
  const after = (since: string, kind: string) => {
    const oldest = version - changes.length
    if (Number(since) < oldest) throw new ApiFailure(410, 'Expired', `too old resource version: ${since} (${oldest})`)
    return changes.filter((change) => change.object.kind === kind && numberOf(change) > Number(since))
  }
  return {
    get version() {
      return String(version)
    },
    next: () => String(++version),
    add(change) {
      changes.push(change)
      if (changes.length > remembered) changes.shift()
      untold.push(change)
      tell()
    },
    watch(kind, watcher, since) {
      const missed = since === undefined ? [] : after(since, kind)
      const others = watchers.get(kind) ?? new Set()
      watchers.set(kind, others.add(watcher))
      for (const change of missed) watcher(change)
      return { [Symbol.dispose]: () => void others.delete(watcher) }
    },
  }
}
