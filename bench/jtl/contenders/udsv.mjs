import { createReadStream } from 'node:fs'
import { inferSchema, initParser } from 'udsv'
import { count, print } from './tally.mjs'

let parser
for await (const text of createReadStream(process.argv[2], { encoding: 'utf8', highWaterMark: 1 << 18 })) {
  parser ??= initParser(inferSchema(text))
  parser.chunk(text, parser.stringArrs, (row) => count(row[2], Number(row[1]), row[7]))
}
parser.end()
print()
