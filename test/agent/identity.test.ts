import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, jest, test } from '@jest/globals'
import { resultsOf } from '../support/bucket.ts'
import { temporaryFolder } from '../support/folder.ts'
import { specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

test("the pod's own role is assumed by the projected token, which is read anew when the credentials end", async () => {
  await using s3 = await startS3('results')
  await using sts = await startSts()
  using folder = temporaryFolder()
  const token = join(folder.path, 'token')
  writeFileSync(token, 'the-first')
  const spec = specOf({ chunkSeconds: 0.3, properties: { 'fake.rows': '300' } })
  using pod = startPod({
    spec,
    s3,
    env: {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/perf-runner',
      AWS_WEB_IDENTITY_TOKEN_FILE: token,
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL_STS: sts.endpoint,
    },
  })
  await pod.agent.says(/chunk 0 shipped/)
  writeFileSync(token, 'the-second')
  expect(await pod.generator.ended).toBe(0)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({ state: 'done' })
  expect(sts.asked[0]).toEqual(['AssumeRoleWithWebIdentity', 'arn:aws:iam::111122223333:role/perf-runner', 'the-first'])
  expect(sts.asked.at(-1)?.at(-1)).toBe('the-second')
})

/** Gives credentials that end at once, so that each request needs new ones. */
async function startSts(): Promise<AsyncDisposable & { endpoint: string; asked: (string | null)[][] }> {
  const asked: (string | null)[][] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    asked.push(['Action', 'RoleArn', 'WebIdentityToken'].map((name) => form.get(name)))
    const end = new Date(Date.now() + 1000).toISOString()
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>` +
          `<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>` +
          `<Expiration>${end}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
