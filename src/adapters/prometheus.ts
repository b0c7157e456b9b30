import { PerfError, reason } from '../core/error.ts'
import { failedResult, MOST_SERIES, readRangeAnswer, readRefusal } from '../core/range-answer.ts'
import type { Window } from '../core/series.ts'
import type { Clock, MetricQuery, Metrics, ServiceProxy } from '../ports.ts'

/** A Prometheus: by its URL (with the path before `/api/v1`), or as a Service of the cluster. */
export type MetricSource =
  | { readonly url: string; readonly token?: string }
  /** `namespace/service:port`, with a path where Prometheus is not at the root. */
  | { readonly service: string; readonly path?: string }

export interface MetricsOptions {
  readonly proxy: ServiceProxy
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly fetch?: typeof fetch
}

interface Answer {
  readonly status: number
  readonly body: string
}

type Ask = (form: URLSearchParams, signal: AbortSignal) => Promise<Answer>

const TRIES = 4
const TRY_MS = 30_000

/** The metrics of several Prometheis by name. What goes wrong with a query is told in its result. */
export function createMetrics(sources: Readonly<Record<string, MetricSource>>, options: MetricsOptions): Metrics {
  return {
    async range(query, window) {
      const source = Object.hasOwn(sources, query.source) ? sources[query.source] : undefined
      if (!source) return failedResult(query, window, noSuchSource(query, Object.keys(sources)))
      try {
        const { status, body } = await patiently(askOf(source, options), formOf(query, window), options)
        if (status === 200) return readRangeAnswer(query, window, body)
        return failedResult(query, window, `${readRefusal(status, body)}${hint(status, source)}`)
      } catch (thrown) {
        options.signal.throwIfAborted()
        const next = thrown instanceof PerfError && thrown.hint ? ` (${thrown.hint})` : ''
        return failedResult(query, window, `Prometheus did not answer: ${explain(thrown)}${next}`)
      }
    },
  }
}

function noSuchSource({ source }: MetricQuery, known: readonly string[]): string {
  const names = known.length === 0 ? 'it is empty' : `it has ${known.join(', ')}`
  return `the input prometheus has no source "${source}": ${names}`
}

/** One series more than we keep, so that more are noticed; servers that know no `limit` ignore it. */
function formOf({ query }: MetricQuery, { start, end, step }: Window): URLSearchParams {
  return new URLSearchParams({
    query,
    start: String(start),
    end: String(end),
    step: String(step),
    timeout: `${TRY_MS / 1000 - 5}s`,
    limit: String(MOST_SERIES + 1),
  })
}

function askOf(source: MetricSource, options: MetricsOptions): Ask {
  return 'url' in source ? byUrl(source, options.fetch ?? fetch) : byService(source, options.proxy)
}

/** A POST, since a query may be longer than a URL may be. Never follows: a redirect would carry the token elsewhere. */
function byUrl({ url, token }: { readonly url: string; readonly token?: string }, send: typeof fetch): Ask {
  return async (form, signal) => {
    const answer = await send(`${url.replace(/\/+$/, '')}/api/v1/query_range`, {
      method: 'POST',
      body: form,
      signal,
      redirect: 'manual',
      headers: token ? { authorization: `Bearer ${token}` } : {},
    })
    return { status: answer.status, body: await answer.text() }
  }
}

/** A GET, for which the role needs `get` on `services/proxy` and no more. */
function byService(
  { service, path = '' }: { readonly service: string; readonly path?: string },
  proxy: ServiceProxy,
): Ask {
  const [namespace = '', name = ''] = service.split('/').map(encodeURIComponent)
  const prefix = path.replace(/^\/*(.*?)\/*$/, (_, inner: string) => (inner === '' ? '' : `/${inner}`))
  // the port stays behind a bare colon: `name:port`
  const root = `/api/v1/namespaces/${namespace}/services/${name.replace('%3A', ':')}/proxy${prefix}`
  return (form, signal) => proxy(`${root}/api/v1/query_range`, form, signal)
}

/** Tries again after 429, 5xx and a broken connection. The last answer is the answer. */
async function patiently(ask: Ask, form: URLSearchParams, { clock, signal }: MetricsOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await ask(form, AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]))
      if (attempt === TRIES || !(answer.status === 429 || answer.status >= 500)) return answer
    } catch (thrown) {
      if (signal.aborted || attempt === TRIES || thrown instanceof PerfError) throw thrown
    }
    await clock.sleep(500 * 2 ** (attempt - 1), signal)
  }
}

/** fetch says only "fetch failed"; why is in its cause. */
function explain(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? `: ${reason(thrown.cause)}` : ''
  return `${reason(thrown)}${cause}`
}

function hint(status: number, source: MetricSource): string {
  if (status >= 300 && status < 400) return '; it redirects: give the address that it leads to'
  if (status !== 401 && status !== 403) return ''
  return 'url' in source
    ? '; check the input prometheus-token'
    : `; the role's group needs get on services/proxy of ${source.service.replace('/', ', ')}: apply infra/rbac.yaml`
}
