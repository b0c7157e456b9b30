import { afterChange, type Undo, type UndoChange } from '../core/undo.ts'

/** What a run has to undo when it is cut off, kept in memory: the process that did it is the one that undoes it. */
export interface Ledger {
  readonly remember: (change: UndoChange) => void
  /** The latest first. */
  left(): readonly Undo[]
}

export function openLedger(): Ledger {
  const open = new Map<string, Undo>()
  return {
    remember(change) {
      const left = afterChange(open.get(change.run), change)
      if (left) open.set(change.run, left)
      else open.delete(change.run)
    },
    left: () => [...open.values()].reverse(),
  }
}
