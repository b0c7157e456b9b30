import { join } from 'node:path'
import type { Tools } from './prepare.ts'

export interface Contender {
  readonly name: string
  readonly command: readonly string[]
  /** Of which file it prints what can be compared with the oracle. */
  readonly answers?: string
  /** Files that are larger it is spared, in bytes: it would take an hour. */
  readonly most?: number
  /** It takes so long that one round tells enough. */
  readonly once?: boolean
}

/** What they run on: a file, the same gzipped, and one of 100 MB, for those that fail above. */
export interface Files {
  readonly file: string
  readonly packed: string
  readonly small: string
}

/** Who runs beside ours. */
export function contenders({ folder, ours, half, reference }: Tools, files: Files): readonly Contender[] {
  const { file, packed, small } = files
  const node = (name: string, ...args: string[]) => [
    process.execPath,
    join(folder, 'contenders', `${name}.mjs`),
    ...args,
  ]
  const mine = (...args: string[]) => [process.execPath, ours, ...args]
  const peer = (name: string, more: Partial<Contender> = {}): Contender => ({
    name,
    command: node(name, file),
    answers: file,
    ...more,
  })
  return [
    { name: 'ours, 1 thread', command: mine(file), answers: file },
    { name: 'C reference, 1 thread', command: [reference, file, '1'], answers: file },
    { name: 'wc -l', command: ['wc', '-l', file] },
    { name: 'ours, 2 threads', command: mine(file, half), answers: file },
    { name: 'ours, whole, 1 thread', command: mine(file, 'whole'), answers: file },
    { name: 'ours, whole, 2 threads', command: mine(file, half, 'whole'), answers: file },
    { name: 'DuckDB, 2 threads', command: node('duckdb', file, '2'), answers: file },
    peer('polars'),
    { name: 'ours, gzip', command: mine(packed), answers: file },
    { name: 'gunzip of Node', command: node('gunzip', packed) },
    { name: 'ours, 100 MB', command: mine(small), answers: small },
    { name: 'parse-jtl, 100 MB', command: node('parse-jtl', small), answers: small },
    peer('udsv', { most: 2e9 }),
    peer('papaparse', { most: 2e9 }),
    peer('readline', { most: 2e9 }),
    peer('csv-parse', { most: 2e9, once: true }),
  ]
}
