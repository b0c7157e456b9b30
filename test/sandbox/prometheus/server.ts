import type { ServerResponse } from 'node:http'
import { bodyOf, listen } from '../../world/aws/listen.ts'
import { evaluateRange } from './promql/evaluate.ts'
import { durationOf, parseQuery, QueryFailure } from './promql/expression.ts'
import { createSamples } from './samples.ts'
import { startScraping, type Target } from './scrape.ts'

/** A Prometheus that scrapes until it is disposed. */
export interface Prometheus extends AsyncDisposable {
  readonly url: string
  /** Debian's program, or ours for want of it. */
  readonly real: boolean
  /** Scrapes one more. */
  watch(target: Target): Promise<void>
}

export const SCRAPE_MS = 1000

/** Scrapes the targets and answers `query_range` over what it has seen. */
export async function startOwnPrometheus(targets: readonly Target[]): Promise<Prometheus> {
  const samples = createSamples()
  const watched = [...targets]
  const scraping = startScraping(samples, watched, SCRAPE_MS)
  const server = await listen(
    async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://prometheus')
      const body = (await bodyOf(request)).toString()
      const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)])
      try {
        if (url.pathname !== '/api/v1/query_range') return void response.writeHead(404).end('404 page not found\n')
        const matrix = evaluateRange(parseQuery(form.get('query') ?? ''), samples.all, windowOf(form))
        const result = matrix.map(({ labels, values }) => ({
          metric: labels,
          values: values.map(([at, value]) => [at, written(value)]),
        }))
        answer(response, 200, { status: 'success', data: { resultType: 'matrix', result } })
      } catch (thrown) {
        if (!(thrown instanceof QueryFailure)) throw thrown
        answer(response, thrown.status, { status: 'error', errorType: thrown.errorType, error: thrown.message })
      }
    },
    { host: '127.0.0.1' },
  )
  return {
    ...{ url: `http://127.0.0.1:${server.port}`, real: false },
    watch: async (target) => void watched.push(target),
    async [Symbol.asyncDispose]() {
      scraping[Symbol.dispose]()
      await server.close()
    },
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function windowOf(form: URLSearchParams) {
  const time = (name: string) => {
    const text = form.get(name) ?? ''
    const seconds = text !== '' && Number.isFinite(Number(text)) ? Number(text) : Date.parse(text) / 1000
    if (Number.isFinite(seconds)) return seconds
    throw new QueryFailure(400, 'bad_data', `invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`)
  }
  const written = form.get('step') ?? ''
  const step = /^[\d.]+$/.test(written) ? Number(written) : durationOf(written) / 1000
  const [start, end] = [time('start'), time('end')]
  if (!(step > 0))
    throw new QueryFailure(400, 'bad_data', `invalid parameter "step": cannot parse "${written}" to a valid duration`)
  if (end < start)
    throw new QueryFailure(400, 'bad_data', 'invalid parameter "end": end timestamp must not be before start time')
  if ((end - start) / step > 11_000)
    throw new QueryFailure(
      ...([400, 'bad_data'] as const),
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  return { start, end, step }
}

function written(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}
