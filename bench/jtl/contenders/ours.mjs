// perf-action, bundled as it is shipped: the summary that `summarize` shows, of which the lines that are compared are a part.
import { summarizeFile } from '../lib/jtl/summarize-file.js'

const [path, program] = process.argv.slice(2)
const { labels, transactions, blocks } = await summarizeFile(path, {
  slices: false,
  ...(program === undefined ? {} : { program, parallelFrom: 0 }),
})
const [block] = blocks
for (const [of, parts] of [
  [labels, block.labels],
  [transactions, block.transactions],
]) {
  for (const [i, { label, count, errors, p50, p90, p95, p99, max, sum, min }] of of.entries()) {
    const { bytes, sent } = parts[i]
    console.log([label, count, errors, p50, p90, p95, p99, max, sum, min, bytes, sent].join('\t'))
  }
}
