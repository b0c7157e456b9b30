// perf-action, bundled as it is shipped: the summary that `summarize` shows, of which the lines that are compared are a
// part; with `whole` that of `summarize --json`, with the slices of time and the histograms that the verdict needs.
import { summarizeFile } from '../lib/jtl/summarize-file.js'

const [path, ...options] = process.argv.slice(2)
const slices = options.includes('whole')
const [program] = options.filter((option) => option !== 'whole')
const { labels, transactions, blocks } = await summarizeFile(path, {
  slices,
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
