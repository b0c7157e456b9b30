// perf-action, bundled as it is shipped: the summary that `summarize` shows, of which the lines that are compared are a
// part; with `whole` that of `summarize --json`, and all of its JSON, which goes nowhere.
import { openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { summaryJson } from '../lib/cli/summary-json.js'
import { mergeSummaries } from '../lib/core/jtl/merge.js'
import { summarizeFile } from '../lib/jtl/summarize-file.js'

const [path, ...options] = process.argv.slice(2)
const whole = options.includes('whole')
const [program] = options.filter((option) => option !== 'whole')
const part = await summarizeFile(path, {
  slices: whole,
  ...(program === undefined ? {} : { program, parallelFrom: 0 }),
})
const summary = mergeSummaries([part])
if (whole) {
  const nowhere = openSync(devNull, 'w')
  for (const text of summaryJson(summary, { transactions: false })) writeSync(nowhere, text)
}
const { labels, transactions, blocks } = summary
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
