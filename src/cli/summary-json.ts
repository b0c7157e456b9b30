import type { BlockSummary, LabelBlock, Summary } from '../core/summary.ts'

interface Options {
  /** Whether what Transaction Controllers have summed up is in it, too. */
  readonly transactions: boolean
}

/** A summary as one line of JSON, label by label: its slices unpacked at once would need much memory. */
export function* summaryJson(summary: Summary, { transactions }: Options): Generator<string> {
  const { schema, total, labels, blocks, rows, warnings } = summary
  const told = { schema, total, labels, transactions: transactions ? summary.transactions : [] }
  yield `${JSON.stringify(told).slice(0, -1)},"blocks":[`
  for (const [i, block] of blocks.entries()) {
    yield i === 0 ? '' : ','
    yield* blockJson(block, transactions ? block.transactions : [])
  }
  yield `],${JSON.stringify({ rows, warnings }).slice(1)}\n`
}

function* blockJson({ block, labels }: BlockSummary, transactions: readonly LabelBlock[]): Generator<string> {
  yield `${JSON.stringify({ block }).slice(0, -1)},"labels":[`
  yield* listJson(labels)
  yield '],"transactions":['
  yield* listJson(transactions)
  yield ']}'
}

function* listJson(labels: readonly LabelBlock[]): Generator<string> {
  for (const [i, label] of labels.entries()) yield `${i === 0 ? '' : ','}${JSON.stringify(label)}`
}
