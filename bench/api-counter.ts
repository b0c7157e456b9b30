import { readFileSync } from 'node:fs'
import { request as open } from 'node:https'
import { startKubeServer } from '../test/support/kube-server.ts'

/** An API server that passes all on to the real one and notes when each request came. */
export interface ApiCounter extends AsyncDisposable {
  readonly endpoint: string
  /** PEM. */
  readonly ca: string
  readonly at: readonly number[]
}

export async function startApiCounter({
  api,
  caFile,
}: {
  readonly api: string
  readonly caFile: string
}): Promise<ApiCounter> {
  const ca = readFileSync(caFile)
  const at: number[] = []
  const server = await startKubeServer((request, response) => {
    at.push(Date.now())
    const { method = 'GET', headers, url } = request
    const { host: _, ...passed } = headers
    const onward = open(new URL(url, api), { method, headers: passed, ca }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      response.flushHeaders()
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  return {
    endpoint: server.url,
    ca: Buffer.from(server.caData, 'base64').toString(),
    at,
    [Symbol.asyncDispose]: () => server.close(),
  }
}
