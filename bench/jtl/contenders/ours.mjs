// perf-action: the whole summary, of which the lines that are compared are a part.
const [path, threads, lib] = process.argv.slice(2)
const { summarizeFile } = await import(`${lib}/jtl/summarize-file.js`)
const second = threads === '2' ? { program: `${lib}/jtl-half.js`, parallelFrom: 0 } : {}
const { labels, transactions } = await summarizeFile(path, { slices: false, ...second })
for (const { label, count, errors, p50, p90, p95, p99, max } of [...labels, ...transactions]) {
  console.log([label, count, errors, p50, p90, p95, p99, max].join('\t'))
}
