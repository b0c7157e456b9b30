import { readSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'

/** So many pieces are read before others have their turn: messages, signals, a line of progress. */
const PIECES_A_TURN = 32

interface Range {
  readonly file: number
  readonly from: number
  /** Where to stop, exclusive; asked before each piece, as it may become known on the way. */
  readonly to: () => number
  readonly progress?: ((bytes: number) => void) | undefined
}

/** Reads a part of a regular file into the summarizer's own memory, as far as it goes; where it ended. */
export async function readRange(summarizer: BlockSummarizer, { file, from, to, progress }: Range): Promise<number> {
  let at = from
  for (let pieces = 1; at < to() && !summarizer.isRefused; pieces++) {
    const bytes = summarizer.pull((room) => readSync(file, room, 0, Math.min(room.length, to() - at), at))
    if (bytes === 0) break
    at += bytes
    if (pieces % PIECES_A_TURN === 0) {
      progress?.(at)
      await turn()
    }
  }
  progress?.(at) // what ends between two turns, or before the first, is told, too
  return at
}
