import * as core from '@actions/core'
import { afterChange, type Undo, type UndoChange } from '../core/undo.ts'

const KEY = 'undo'

/** What `main` leaves for `post` to undo, by run. Every change is saved at once: the runner may end us at any moment. */
export function openLedger(): (change: UndoChange) => void {
  core.saveState('isPost', 'true')
  const open = new Map<string, Undo>()
  return (change) => {
    const left = afterChange(open.get(change.run), change)
    if (left) open.set(change.run, left)
    else open.delete(change.run)
    core.saveState(KEY, JSON.stringify([...open.values()]))
  }
}

/** In `post`: what `main` has not undone itself, the latest first. Damaged state is nothing to undo. */
export function readLedger(): readonly Undo[] {
  const saved = parse(core.getState(KEY))
  return (Array.isArray(saved) ? saved : []).filter(isUndo).reverse()
}

function isUndo(entry: unknown): entry is Undo {
  const { run, test, committed, check } = Object(entry) as Partial<Record<keyof Undo, unknown>>
  const named = typeof run === 'string' && typeof test === 'string' && typeof committed === 'boolean'
  return named && (check === undefined || typeof check === 'number')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '[]' : text)
  } catch {
    return []
  }
}
