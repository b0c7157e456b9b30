import { createReadStream } from 'node:fs'
import Papa from 'papaparse'
import { count, print } from './tally.mjs'

let first = true
const step = ({ data }) => {
  if (!first) count(data[2], Number(data[1]), data[7])
  first = false
}
Papa.parse(createReadStream(process.argv[2], { encoding: 'utf8', highWaterMark: 1 << 18 }), {
  step,
  complete: print,
  skipEmptyLines: true,
})
