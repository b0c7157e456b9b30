import type { BlockSummary, LabelBlock, Summary } from '../core/summary.ts'

interface Options {
  /** Whether what Transaction Controllers have summed up is in it, too. */
  readonly transactions: boolean
}

/** A summary as one line of JSON, in pieces, slice by slice: unpacked at once these would need much memory. */
export function* summaryJson(summary: Summary, { transactions }: Options): Generator<string> {
  const { schema, total, labels, blocks, rows, warnings } = summary
  yield `${open({ schema, total, labels, transactions: transactions ? summary.transactions : [] })},"blocks":[`
  yield* listed(blocks, (block) => blockJson(block, transactions ? block.transactions : []))
  yield `],${JSON.stringify({ rows, warnings }).slice(1)}\n`
}

function* blockJson({ block, labels }: BlockSummary, transactions: readonly LabelBlock[]): Generator<string> {
  yield `${open({ block })},"labels":[`
  yield* listed(labels, labelJson)
  yield '],"transactions":['
  yield* listed(transactions, labelJson)
  yield ']}'
}

function* labelJson({ slices: { widthMs, slices }, ...label }: LabelBlock): Generator<string> {
  yield `${open(label)},"slices":${open({ widthMs })},"slices":[`
  yield* listed(slices, (slice) => [JSON.stringify(slice)])
  yield ']}}'
}

function* listed<T>(entries: readonly T[], json: (entry: T) => Iterable<string>): Generator<string> {
  let before = ''
  for (const entry of entries) {
    for (const piece of json(entry)) {
      yield before + piece
      before = ''
    }
    before = ','
  }
}

/** The JSON of an object that has more to come. */
function open(object: object): string {
  return JSON.stringify(object).slice(0, -1)
}
