import { join } from 'node:path'
import type { Tools } from './prepare.ts'

export interface Contender {
  readonly name: string
  readonly command: readonly string[]
  /** Whether it prints what can be compared with the oracle. */
  readonly answers: boolean
  /** Files that are larger it is spared, in bytes: it would take minutes, or fail. */
  readonly most?: number
  /** It takes so long that one round tells enough. */
  readonly once?: boolean
}

/** Who runs beside ours, on a file and on the same file gzipped. */
export function contenders({ folder, reference, lib }: Tools, file: string, packed: string): readonly Contender[] {
  const node = (name: string, ...args: string[]) => [
    process.execPath,
    join(folder, 'contenders', `${name}.mjs`),
    ...args,
  ]
  const peer = (name: string, more: Partial<Contender> = {}): Contender => ({
    name,
    command: node(name, file),
    answers: true,
    ...more,
  })
  return [
    { name: 'ours, 1 thread', command: node('ours', file, '1', lib), answers: true },
    { name: 'ours, 2 threads', command: node('ours', file, '2', lib), answers: true },
    { name: 'C reference, 1 thread', command: [reference, file, '1'], answers: true },
    { name: 'wc -l', command: ['wc', '-l', file], answers: false },
    { name: 'DuckDB, 2 threads', command: node('duckdb', file, '2'), answers: true },
    peer('polars'),
    { name: 'ours, gzip', command: node('ours', packed, '1', lib), answers: true },
    { name: 'gunzip of Node', command: node('gunzip', packed), answers: false },
    peer('udsv', { once: true }),
    peer('papaparse', { once: true }),
    peer('readline', { once: true }),
    peer('csv-parse', { once: true }),
    peer('parse-jtl', { once: true, most: 400e6 }),
  ]
}
