/** Prints how fast the JTL reader is, beside `wc -l` on the same file: `node bench/jtl.ts [MB] [rounds]`. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBlockSummarizer } from '../src/core/jtl/summarize.ts'
import { JTL_HEADER, jtlLine } from '../src/core/jtl/write.ts'

const [megabytes = 200, rounds = 5] = process.argv.slice(2).map(Number)

/** Rows as JMeter writes them, about 150 bytes each: 20 labels, 1 % failures, 12 % transactions with a quoted message. */
function rows(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const failed = i % 100 === 7
    const transaction = i % 100 >= 88
    return jtlLine({
      timeStamp: 1_767_225_600_000 + i,
      elapsed: 20 + ((i * 7919) % 400) + (i % 50 === 0 ? 9000 : 0),
      label: i % 20 === 3 ? 'Search, filtered "exact"' : `GET /catalog/item/${i % 20}`,
      responseCode: failed ? '500' : '200',
      responseMessage: transaction ? 'Number of samples in transaction : 3, number of failing samples : 0' : 'OK',
      threadName: `Shoppers 1-${i % 60}`,
      dataType: transaction ? '' : 'text',
      success: !failed,
      failureMessage: failed ? 'Test failed: expected "OK",\nfound "FAIL"' : '',
      bytes: 5200 + (i % 1000),
      sentBytes: 300,
      grpThreads: 60,
      allThreads: 180,
      url: transaction ? 'null' : 'https://shop.example.com/catalog?page=1&size=50',
      latency: 15,
      idleTime: 0,
      connect: 0,
      lag: i % 3,
    })
  }).join('')
}

/** Writes about so many megabytes; how many. */
function writeFile(path: string): number {
  const file = openSync(path, 'w')
  const part = Buffer.from(rows(50_000))
  let bytes = writeSync(file, JTL_HEADER)
  while (bytes < megabytes * 1e6) bytes += writeSync(file, part)
  closeSync(file)
  return bytes / 1e6
}

function summarize(path: string): void {
  const summarizer = createBlockSummarizer('bench')
  const file = openSync(path, 'r')
  const piece = Buffer.alloc(1 << 18)
  for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
    summarizer.push(piece.subarray(0, length))
  }
  closeSync(file)
  summarizer.end()
  summarizer.block()
}

function seconds(act: () => void): number {
  const start = performance.now()
  act()
  return (performance.now() - start) / 1000
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

const folder = mkdtempSync(join(tmpdir(), 'jtl-bench-'))
try {
  const path = join(folder, 'r.jtl')
  const size = writeFile(path)
  const pairs = Array.from({ length: rounds }, () => ({
    ours: seconds(() => summarize(path)),
    wc: seconds(() => execFileSync('wc', ['-l', path])),
  }))
  const [ours, wc] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.wc))]
  console.log(`JTL of ${size.toFixed(0)} MB, median of ${rounds}:`)
  console.log(
    `  reader ${(size / ours).toFixed(0)} MB/s (${ours.toFixed(2)} s), ${(ours / wc).toFixed(0)} times the wall time of wc -l`,
  )
  console.log(
    `  wc -l  ${(size / wc).toFixed(0)} MB/s; peak memory here ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  )
} finally {
  rmSync(folder, { recursive: true })
}
