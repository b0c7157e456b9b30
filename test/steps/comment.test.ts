import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sectionKeys } from '../../src/core/run.ts'
import { MARKER, renderComment } from '../../src/report/comment.ts'
import { errorNotice } from '../../src/report/notice.ts'
import { comment } from '../../src/steps/comment.ts'
import { memoryStore } from '../support/memory-store.ts'

const about = { prefix: 'perf', origin: { owner: 'acme', repo: 'shop' }, pull: 7 }
const at = sectionKeys('perf', { ...about.origin, pull: 7 })

const section = (test: string) =>
  errorNotice({ test, links: {} }, { code: 'JOB', message: `the Job of ${test} came to nothing` })

/** A forge with one comment. */
function forge() {
  const bodies: string[] = []
  return {
    bodies,
    startCheck: async () => ({ missing: 'checks: write' }),
    finishCheck: async () => ({ missing: 'checks: write' }),
    comment: async (_marker: string, body: string) => {
      bodies.push(body)
      return { id: 1, url: 'https://forge.example/1' }
    },
  }
}

test('a lone test writes its comment once', async () => {
  const [store, github] = [memoryStore(), forge()]
  expect(await comment(section('checkout'), about, { store, forge: github })).toEqual({
    id: 1,
    url: 'https://forge.example/1',
  })
  expect(github.bodies).toEqual([renderComment([section('checkout')])])
  expect([...store.objects.keys()]).toEqual([at.section('checkout')])
})

test('the sections of earlier tests stay, and those of other pull requests do not come in', async () => {
  const [store, github] = [memoryStore(), forge()]
  await store.put(at.section('search'), JSON.stringify(section('search')), 'application/json')
  const other = sectionKeys('perf', { ...about.origin, pull: 70 })
  await store.put(other.section('other'), JSON.stringify(section('other')), 'application/json')
  await comment(section('checkout'), about, { store, forge: github })
  expect(github.bodies).toEqual([renderComment([section('search'), section('checkout')])])
})

test('a section in a folder beside the others, where pods may write, does not come in', async () => {
  const [store, github] = [memoryStore(), forge()]
  await store.put(`${at.root}x/pods/0.json`, JSON.stringify(section('x/pods/0')), 'application/json')
  await comment(section('checkout'), about, { store, forge: github })
  expect(github.bodies).toEqual([renderComment([section('checkout')])])
})

test.each([
  ['no JSON', '{"schema":'],
  ['nothing', ''],
  ['another version', JSON.stringify({ ...section('x'), schema: 'perf-action/section/v9' })],
  ['a text as links', JSON.stringify({ ...section('x'), links: 'javascript:alert(1)' })],
  ['a flood', JSON.stringify({ ...section('x'), message: 'x'.repeat(100_000) })],
  ['null', 'null'],
])('an object in the bucket that is no section is left out: %s', async (_, object) => {
  const [store, github] = [memoryStore(), forge()]
  await store.put(at.section('x'), object, 'application/json')
  await comment(section('checkout'), about, { store, forge: github })
  expect(github.bodies).toEqual([renderComment([section('checkout')])])
})

test('what a hostile section says stays text', async () => {
  const [store, github] = [memoryStore(), forge()]
  const hostile = { ...section('x'), test: `${MARKER} <b>@octocat</b>`, message: '<script>alert(1)</script>\n# head' }
  await store.put(at.section('x'), JSON.stringify(hostile), 'application/json')
  await comment(section('checkout'), about, { store, forge: github })
  const [body = ''] = github.bodies
  expect(body.split('\n').filter((line) => line.startsWith(MARKER))).toHaveLength(1)
  expect(body.replace(/`[^`\n]*`/g, '')).not.toMatch(/<script|<b>|@octocat|^# head/m)
  expect(body).toContain('The Job of checkout')
})

test('a missing permission ends it at once, and the section stays for those who may', async () => {
  const store = memoryStore()
  const refused = { ...forge(), comment: async () => ({ missing: 'pull-requests: write' }) }
  expect(await comment(section('checkout'), about, { store, forge: refused })).toEqual({
    missing: 'pull-requests: write',
  })
  expect(store.objects.size).toBe(1)
})

test('tests that end together agree on one comment with all of them, whoever comes when', async () => {
  const names = ['checkout', 'search', 'pay']
  const complete = renderComment(names.map(section))
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const [bucket, github] = [memoryStore(), forge()]
      // each call takes effect when the scheduler lets it, and its answer comes when it lets that
      const slow =
        <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          await scheduler.schedule(Promise.resolve())
          return scheduler.schedule(act(...args))
        }
      const store = { ...bucket, put: slow(bucket.put), get: slow(bucket.get), list: slow(bucket.list) }
      const far = { ...github, comment: slow(github.comment) }
      const all = Promise.all(names.map((name) => comment(section(name), about, { store, forge: far })))
      await scheduler.waitFor(all)
      expect(github.bodies.at(-1)).toBe(complete)
    }),
    { numRuns: 200 },
  )
})
