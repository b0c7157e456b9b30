import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { createTarget } from '../../src/adapters/target.ts'

async function listen(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  }
}

test('a target is asked by GET and reset by POST', async () => {
  const asked: string[] = []
  await using server = await listen(({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    response.end('abc1234\n')
  })
  const target = createTarget()
  expect(await target.answer(server.url)).toBe('abc1234\n')
  await target.reset(server.url)
  expect(asked).toEqual(['GET /x', 'POST /x'])
})

test('of a long answer the first 64 KiB are read', async () => {
  await using server = await listen((_, response) => response.end('x'.repeat(1_000_000)))
  expect(await createTarget().answer(server.url)).toHaveLength(64 * 1024)
})

test('an answer that is none names the URL and what came', async () => {
  await using server = await listen((_, response) => response.writeHead(503).end('no'))
  const target = createTarget()
  await expect(target.answer(server.url)).rejects.toMatchObject({
    code: 'JOB',
    message: `GET ${server.url} answers 503`,
  })
  await expect(target.reset('http://127.0.0.1:9/')).rejects.toMatchObject({
    code: 'JOB',
    message: expect.stringMatching(/^POST http:\/\/127\.0\.0\.1:9\/ has no answer: /),
  })
})
