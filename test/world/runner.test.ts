import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryFolder } from '../support/folder.ts'
import { parseCommands, parseFileCommand } from './file-command.ts'
import { pullRequest, schedule, workflowDispatch } from './github/event.ts'
import { type Running, runAction } from './runner.ts'

const url = 'https://github.invalid'
const event = schedule({ repository: 'shop/code', url, sha: 'a'.repeat(40) })

/** An action of this one script, run as a step. */
async function run(script: string, during?: (main: Running) => Promise<void>) {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'index.mjs'), script)
  const inputs = 'inputs: { github-token: { default: "${{ github.token }}" }, fail-on: { default: none }, test: {} }'
  writeFileSync(join(folder.path, 'action.yml'), `name: x\n${inputs}\nruns: { main: index.mjs, post: index.mjs }\n`)
  const common = { action: folder.path, workspace: folder.path, token: 'job-token', event, env: { EXTRA: 'yes' } }
  return await runAction({ ...common, inputs: { test: 'browse', 'KMS key': 'k' }, ...(during && { during }) })
}

test('a step sees its inputs, event and files, and nothing of ours', async () => {
  process.env['LEAK'] = 'ours'
  const { main } = await run(`
    import { readFileSync, appendFileSync } from 'node:fs'
    const { GITHUB_EVENT_PATH, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, ...rest } = process.env
    const payload = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'))
    appendFileSync(GITHUB_OUTPUT, 'verdict<<E1\\npass\\nreally\\nE1\\nrun-id=r1\\n')
    appendFileSync(GITHUB_STEP_SUMMARY, '# Pass')
    console.log('::add-mask::hunter2')
    console.log('the password is hunter2')
    console.log(JSON.stringify({ payload, rest, cwd: process.cwd() }))
  `)
  const { payload, rest, cwd } = JSON.parse(main.log.trim().split('\n').at(-1) ?? '')
  expect(rest).toMatchObject({ 'INPUT_GITHUB-TOKEN': 'job-token', 'INPUT_FAIL-ON': 'none', INPUT_TEST: 'browse' })
  expect(rest).toMatchObject({ INPUT_KMS_KEY: 'k', EXTRA: 'yes', GITHUB_EVENT_NAME: 'schedule', GITHUB_WORKSPACE: cwd })
  expect(rest).not.toHaveProperty('LEAK')
  expect(payload).toMatchObject({ schedule: '0 3 * * *', repository: { full_name: 'shop/code' } })
  expect(main).toMatchObject({ code: 0, summary: '# Pass', outputs: { verdict: 'pass\nreally', 'run-id': 'r1' } })
  expect(main.shown).toContain('the password is ***')
})

test("post gets main's state, also when main failed", async () => {
  const { main, post } = await run(`
    import { appendFileSync } from 'node:fs'
    if (process.env.STATE_isPost) console.log('undo ' + process.env.STATE_run)
    else {
      appendFileSync(process.env.GITHUB_STATE, 'isPost=true\\nrun=r1\\n')
      process.exit(1)
    }
  `)
  expect(main).toMatchObject({ code: 1, state: { isPost: 'true', run: 'r1' } })
  expect(post).toMatchObject({ code: 0, log: 'undo r1\n' })
})

test('a step is cancelled by SIGINT first', async () => {
  const script = `
    if (process.env.STATE_isPost) process.exit(0)
    appendFileSync(process.env.GITHUB_STATE, 'isPost=true\\n')
    process.on('SIGINT', () => { console.log('stopping'); process.exit(3) })
    setInterval(() => {}, 1000)
    console.log('running')
  `
  const cancel = async (main: Running) => {
    await main.seen(/running/)
    main.cancel()
  }
  const { main, post } = await run(`import { appendFileSync } from 'node:fs'\n${script}`, cancel)
  expect(main).toMatchObject({ code: 3, signal: null, log: 'running\nstopping\n' })
  expect(post.code).toBe(0)
})

test('what is waited for and never written is an error with the log', async () => {
  await expect(run(`console.log('no')`, async (main) => void (await main.seen(/yes/)))).rejects.toThrow('no')
})

test.each([
  ['a=1\nb=x=y\n', { a: '1', b: 'x=y' }],
  ['a<<END\none\ntwo=2\nEND\nb=\n', { a: 'one\ntwo=2', b: '' }],
])('the file command %j is read as the runner reads it', (text, values) => {
  expect(parseFileCommand(text)).toEqual(values)
})

test.each(['lonely\n', 'a<<END\nnever ended\n'])('the runner would fail the step for %j', (text) => {
  expect(() => parseFileCommand(text)).toThrow('the runner fails the step')
})

test('workflow commands are read with their properties', () => {
  const log = 'hello\n::error file=a%2Cb.yaml,line=3::50%25 lost%0Anext\n::group::Plan: 1\n ::notice::indented\n'
  expect(parseCommands(log)).toEqual([
    { name: 'error', properties: { file: 'a,b.yaml', line: '3' }, message: '50% lost\nnext' },
    { name: 'group', properties: {}, message: 'Plan: 1' },
    { name: 'notice', properties: {}, message: 'indented' },
  ])
})

test('events are as the runner gives them', () => {
  const origin = { repository: 'shop/code', url }
  const ends = { head: { sha: 'b', ref: 'faster', repository: 'stranger/code' }, base: { sha: 'a', ref: 'main' } }
  const fork = pullRequest({ ...origin, ...ends, number: 7, merge: 'm' })
  expect(fork.env).toMatchObject({ GITHUB_SHA: 'm', GITHUB_REF: 'refs/pull/7/merge', GITHUB_HEAD_REF: 'faster' })
  expect(fork.payload).toMatchObject({
    pull_request: {
      head: { sha: 'b', repo: { full_name: 'stranger/code', fork: true } },
      base: { repo: { fork: false } },
    },
  })
  const { head, base } = fork.payload['pull_request'] as Record<'head' | 'base', { repo: { id: number } }>
  expect(head.repo.id).not.toBe(base.repo.id)
  const dispatch = workflowDispatch({ ...origin, sha: 'c', branch: 'next', inputs: { test: 'browse' } })
  expect(dispatch.env).toMatchObject({
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_REF: 'refs/heads/next',
    GITHUB_SHA: 'c',
  })
  expect(dispatch.payload).toMatchObject({ inputs: { test: 'browse' }, ref: 'refs/heads/next' })
})
