// What scripts do: lines, split at commas.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { count, print } from './tally.mjs'

let first = true
for await (const line of createInterface({ input: createReadStream(process.argv[2], { highWaterMark: 1 << 18 }) })) {
  const row = line.split(',')
  if (!first) count(row[2], Number(row[1]), row[7])
  first = false
}
print()
