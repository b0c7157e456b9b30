// Inflating alone, in the pieces that are best for it.
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

let bytes = 0
for await (const piece of createReadStream(process.argv[2], { highWaterMark: 1 << 18 }).pipe(
  createGunzip({ chunkSize: 1 << 20 }),
))
  bytes += piece.length
console.log(bytes)
