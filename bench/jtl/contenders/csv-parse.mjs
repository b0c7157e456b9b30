import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { count, print } from './tally.mjs'

const rows = createReadStream(process.argv[2], { highWaterMark: 1 << 18 }).pipe(parse({ from: 2 }))
for await (const row of rows) count(row[2], Number(row[1]), row[7])
print()
