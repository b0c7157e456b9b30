import type { Reading } from '../core/units.ts'
import { refuse } from './given.ts'

/** Gathers what is wrong with a command's options, so that all of it is told at once. */
export interface Complaints {
  add(wrong: string): void
  /** The value, or undefined where the reading was refused, which is remembered. */
  read<T>(option: string, reading: Reading<T>): T | undefined
  /** Throws INPUT with everything, if there is anything. */
  throwAll(): void
}

export function openComplaints(command: string): Complaints {
  const wrongs: string[] = []
  return {
    add: (wrong) => wrongs.push(wrong),
    read(option, reading) {
      if (reading.ok) return reading.value
      wrongs.push(`--${option}: ${reading.wrong}. Right: ${reading.right}`)
      return undefined
    },
    throwAll: () => refuse(wrongs, command),
  }
}
