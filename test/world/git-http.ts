import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'

export interface GitHttpOptions {
  /** The folder of the bare repositories (`http.receivepack true` in those that take pushes). */
  readonly root: string
  /** The passwords that are let in, by any user name. */
  readonly tokens: readonly string[]
}

export interface GitHttp extends AsyncDisposable {
  readonly url: string
  /** Method and path of every request, in order. */
  readonly requests: readonly string[]
  /** The next `times` pushes are done, and their answers lost. */
  loseAnswers(times: number): void
}

/** Git's own smart HTTP server (`git http-backend`) behind Basic authentication; dispose it to end it. */
export async function startGitHttp({ root, tokens }: GitHttpOptions): Promise<GitHttp> {
  const requests: string[] = []
  let lose = 0
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const [, password = ''] = basic(request.headers.authorization)
    if (!tokens.includes(password)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
      return
    }
    const lost = lose > 0 && request.method === 'POST' && request.url?.endsWith('/git-receive-pack') === true
    if (lost) lose -= 1
    serve(root, request, response, lost)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    loseAnswers: (times) => {
      lose = times
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function basic(header: string | undefined): readonly string[] {
  const [, encoded = ''] = /^basic (.+)$/i.exec(header ?? '') ?? []
  return Buffer.from(encoded, 'base64').toString().split(':')
}

function serve(root: string, request: IncomingMessage, response: ServerResponse, lost: boolean): void {
  const url = new URL(request.url ?? '/', 'http://git')
  const zipped = request.headers['content-encoding'] === 'gzip'
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'pusher',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: String(request.headers['content-type'] ?? ''),
    },
  })
  child.stdin.on('error', () => {}) // it may end before it has read everything
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => (lost ? request.socket.destroy() : answer(response, Buffer.concat(chunks))))
  const body = zipped ? request.pipe(createGunzip()) : request
  body.pipe(child.stdin)
}

/** A CGI answer: its head up to the first blank line, where `Status:` gives the code. */
function answer(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n')
  const head = output.subarray(0, Math.max(end, 0)).toString().split('\r\n')
  const pairs = head.map((row) => row.split(/: (.*)/s)).filter(([name]) => name !== '')
  const status = pairs.find(([name]) => name === 'Status')?.[1]
  for (const [name = '', value = ''] of pairs) if (name !== 'Status') response.setHeader(name, value)
  response.writeHead(status === undefined ? (end < 0 ? 500 : 200) : Number.parseInt(status, 10))
  response.end(output.subarray(end + 4))
}
