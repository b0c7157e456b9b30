import type { Labels, Samples } from './samples.ts'

/** Something that shows its metrics as text. */
export interface Target {
  readonly job: string
  /** `host:port`, which is also its `instance`. */
  readonly address: string
  /** Its name as a label, as what finds pods gives it. */
  readonly app?: string
}

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\d+)?$/
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g
const ESCAPES: Readonly<Record<string, string>> = { n: '\n' }

/** The values of Prometheus' text format; lines that are none are left out. */
export function parseMetrics(text: string): readonly (readonly [Labels, number])[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', figure = ''] = LINE.exec(line.trim()) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(LABEL)].map(([, label = '', value = '']) => [
      label,
      value.replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped),
    ])
    return [[{ ...Object.fromEntries(pairs), __name__: name }, numberOf(figure)] as const]
  })
}

function numberOf(figure: string): number {
  return /^[+-]?Inf$/i.test(figure) ? Number(`${figure.replace(/inf/i, 'Infinity')}`) : Number(figure)
}

/** Asks the targets, those that come later too, every `everyMs` for their metrics; dispose it to end that. A target that does not answer is `up` 0. */
export function startScraping(samples: Samples, targets: readonly Target[], everyMs: number): Disposable {
  const visit = async ({ job, address, app }: Target) => {
    const own = { job, instance: address, ...(app === undefined ? {} : { app }) }
    const text = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(everyMs) }).then(
      (answer) => (answer.ok ? answer.text() : undefined),
      () => undefined,
    )
    const found = text === undefined ? [] : parseMetrics(text)
    const values = found.map(([labels, value]) => [{ ...labels, ...own }, value] as const)
    samples.add(Date.now(), address, [...values, [{ __name__: 'up', ...own }, text === undefined ? 0 : 1]])
  }
  const round = () => targets.forEach((target) => void visit(target))
  round()
  const timer = setInterval(round, everyMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
