import { expect, test } from '@jest/globals'
import { loadTests } from '../../src/config/load.ts'

const read = (revision: string, sources?: readonly string[]) => {
  const target = `target: {url: "http://shop", revision: ${revision}}`
  const text = `version: 1\ntests:\n  a: {generator: http, rate: 5/s, requests: [GET /], ${target}}\n`
  const known = sources === undefined ? {} : { sources }
  return loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => undefined, ...known })
}
const revisionOf = async (written: string) => (await read(written))[0]?.target?.revision
const refusal = async (written: string, sources?: readonly string[]) => {
  const message = await read(written, sources).then(
    () => 'the file was taken',
    (thrown: Error) => thrown.message,
  )
  return message.split('\n').map((line) => line.replace(/^perf.yaml:3:\d+: /, ''))
}

test('a revision is answered by a URL, shown by the image of pods, or by a label in Prometheus', async () => {
  expect(await revisionOf('"http://shop/revision?of=this"')).toBe('http://shop/revision?of=this')
  expect(await revisionOf('{image: "app=shop,tier in (web)"}')).toEqual({ image: 'app=shop,tier in (web)' })
  const whole = { image: 'app=shop', namespace: 'shop', container: 'web' }
  expect(await revisionOf(JSON.stringify(whole))).toEqual(whole)
  const query = 'app_info{service="$target"}'
  expect(await revisionOf(JSON.stringify({ query, label: 'version' }))).toEqual({
    ...{ query, label: 'version', source: 'default' },
  })
})

test.each([
  ['{namespace: shop}', /^`target.revision` needs either `image` or `query`/],
  ['{image: app=shop, query: up, label: job}', /^`target.revision` needs either `image` or `query`/],
  ['{image: app=shop, label: version}', /^`label` says nothing beside `image`/],
  ['{query: up, label: version, container: web}', /^`container` says nothing beside `query`/],
  ['{query: up}', /^`query` needs `label`, which has the revision/],
  ['{query: up, label: version, source: other}', /^the input prometheus has no `other`/],
  ['{image: app=shop, namespace: Shop}', /namespace` is not a-z, 0-9 and -/],
  ['{image: app=shop, pod: web}', /`pod` is not known/],
  ['12', /^`tests.a.target.revision` is `12`, not a text or a mapping/],
])('the revision %s is refused with what is right', async (written, wrong) => {
  const [first] = await refusal(written, ['default'])
  expect(first).toMatch(wrong)
})
