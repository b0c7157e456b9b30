import { expect, test } from '@jest/globals'
import type { Undo } from '../../src/core/undo.ts'
import { undo } from '../../src/steps/undo.ts'
import { createWorld, type Script } from '../support/world.ts'

const origin = { owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), workflowUrl: 'https://github.com/acme/shop/1' }
const RECORD = 'perf/checkout/r1/run.json'
const both: Undo = { run: 'r1', test: 'checkout', committed: true, check: 0 }

/** What a runner that was killed in the middle of a run leaves behind. */
async function abandoned(script: Script = {}) {
  const stage = createWorld(script)
  await stage.world.forge.startCheck('perf / checkout', { title: 'running', summary: '' })
  await stage.store.put(RECORD, JSON.stringify({ state: 'open', id: 'r1' }), 'application/json')
  stage.folders.set('r1', [])
  stage.history.length = 0
  const warnings = () => stage.lines.filter((line) => line.startsWith('warning: '))
  const post = (...left: Undo[]) => undo(left, { prefix: 'perf', origin }, stage.world)
  return { ...stage, warnings, post }
}

test('the folder goes first, since that stops the load; then the check and the record are closed', async () => {
  const { post, history, folders, checks, store, lines, warnings, left } = await abandoned()
  await post(both)
  expect(history).toEqual([
    'withdraw r1',
    'remember no folder, no check',
    'end check of perf / checkout',
    `put ${RECORD}`,
    'close',
  ])
  expect([...folders.keys(), ...left(), ...warnings()]).toEqual([])
  expect(checks).toMatchObject([{ conclusion: 'cancelled' }])
  expect(JSON.parse(store.objects.get(RECORD) ?? '')).toEqual({ id: 'r1', state: 'closed', closing: 'cancelled' })
  expect(lines.at(-1)).toBe('Flux has removed the Job r1 and its pods')
})

test('a check alone is ended without any cluster, and claims nothing', async () => {
  const { post, history, checks } = await abandoned()
  await post({ ...both, committed: false })
  expect(history).toEqual(['end check of perf / checkout'])
  expect(checks).toMatchObject([{ conclusion: 'neutral' }])
})

test('a run that was judged already keeps its verdict', async () => {
  const { post, store } = await abandoned()
  const closed = JSON.stringify({ state: 'closed', closing: 'pass' })
  await store.put(RECORD, closed, 'application/json')
  await post({ run: 'r1', test: 'checkout', committed: true })
  expect(store.objects.get(RECORD)).toBe(closed)
})

test('a folder that is gone already is no failure', async () => {
  const { post, folders, warnings, lines } = await abandoned()
  folders.clear()
  await post(both)
  expect(warnings()).toEqual([])
  expect(lines).toContain('r1 is not in the Flux repository')
})

test('what can not be undone is told, and does not keep the rest from it', async () => {
  const { post, folders, checks, warnings } = await abandoned({
    before: (act) => {
      if (/^(withdraw r1|end check)/.test(act)) throw new Error(`no ${act}`)
    },
  })
  folders.set('r2', [])
  await post(both, { run: 'r2', test: 'search', committed: true })
  expect(warnings().slice(0, 2)).toEqual([
    'warning: r1 could not be withdrawn: no withdraw r1',
    'warning: the check of r1 could not be ended: no end check of perf / checkout',
  ])
  expect([...folders.keys()]).toEqual(['r1'])
  expect(checks[0]).not.toHaveProperty('conclusion')
})

test('the session is closed even when the cluster can not be asked, or the process would not end', async () => {
  const { world, session, history } = await abandoned()
  const jobs = { ...session.jobs, get: () => Promise.reject(new Error('no route to the API server')) }
  const cutOff = { ...world, authenticate: async () => ({ ...session, jobs }) }
  await expect(undo([both], { prefix: 'perf', origin }, cutOff)).rejects.toThrow('no route')
  expect(history.at(-1)).toBe('close')
})
