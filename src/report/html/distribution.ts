import { milliseconds, share } from '../../core/figure.ts'
import { bucketValue, FINE } from '../../core/stats/buckets.ts'
import { quantileOf } from '../../core/stats/histogram.ts'
import type { SparseHistogram } from '../../core/stats/sparse-histogram.ts'
import { html, type Markup } from './markup.ts'
import { logTicks } from './ticks.ts'

/** The latencies that an axis spans, ms. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** From the fastest to the slowest success; 0 ms is drawn as 1 ms, for the axis is logarithmic. */
export function spanOf(histogram: SparseHistogram): Span {
  const low = Math.max(1, (quantileOf(histogram, 0) ?? 1) * 0.9)
  return { low, high: Math.max(low * 2, (quantileOf(histogram, 1) ?? 1) * 1.1) }
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** How long successes took, on a logarithmic axis, with the usual percentiles marked. */
export function distribution(title: string, histogram: SparseHistogram): Markup {
  if (histogram.count === 0)
    return html`<figure><figcaption>${title}</figcaption><p class="none">No successful samples</p></figure>`
  const span = spanOf(histogram)
  const box = { left: 14, right: 986, top: 26, bottom: 160 }
  const x = position(span, box)
  const marks = [
    { name: 'p50', at: quantileOf(histogram, 0.5) ?? 0 },
    { name: 'p95', at: quantileOf(histogram, 0.95) ?? 0 },
    { name: 'p99', at: quantileOf(histogram, 0.99) ?? 0 },
  ]
  return html`<figure>
<figcaption>${title}</figcaption>
<svg viewBox="0 0 1000 186" role="img" aria-label="${title}">
${bars(histogram, { span, box, bins: 120 }).map(({ d, words }) => html`<path class="bar" d="${d}"><title>${words}</title></path>`)}
${logTicks(span.low, span.high).map((value) => html`<text x="${x(value)}" y="178" text-anchor="middle">${milliseconds(value)}</text>`)}
${marks.map(({ name, at }) => html`<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="20" y2="${box.bottom}"/><text x="${x(at)}" y="14" text-anchor="middle">${name} ${milliseconds(at)}</text>`)}
</svg>
</figure>
`
}

/** The same as a small picture for a table's row; rows that share a span can be compared. */
export function smallDistribution(histogram: SparseHistogram, span: Span): Markup {
  const box = { left: 0, right: 160, top: 1, bottom: 24 }
  const d = bars(histogram, { span, box, bins: 53 }).map((bar) => bar.d)
  return html`<svg class="small" viewBox="0 0 160 24" aria-hidden="true"><path class="bar" d="${d.join('')}"/></svg>`
}

function position({ low, high }: Span, { left, right }: Box): (ms: number) => number {
  return (ms) => left + (Math.log(Math.max(ms, low) / low) / Math.log(high / low)) * (right - left)
}

/** One closed path a bin that is not empty, as high as its share of the fullest bin. */
function bars(histogram: SparseHistogram, { span, box, bins }: { span: Span; box: Box; bins: number }) {
  const x = position(span, box)
  const width = (box.right - box.left) / bins
  const counts = Array.from({ length: bins }, () => 0)
  histogram.each((bucket, count) => {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((x(bucketValue(bucket, FINE)) - box.left) / width)))
    counts[bin] = (counts[bin] ?? 0) + count
  })
  const most = Math.max(1, ...counts)
  const edge = (bin: number) => span.low * (span.high / span.low) ** (bin / bins)
  return counts.flatMap((count, bin) => {
    if (count === 0) return []
    const height = Math.max(1, (count / most) * (box.bottom - box.top))
    const from = box.left + bin * width
    const d = `M${from.toFixed(1)} ${box.bottom}v${(-height).toFixed(1)}h${(width * 0.86).toFixed(1)}v${height.toFixed(1)}z`
    const words = `${milliseconds(edge(bin))} to ${milliseconds(edge(bin + 1))}: ${share(count / histogram.count)}`
    return [{ d, words }]
  })
}
