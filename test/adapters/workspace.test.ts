import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { createWorkspace } from '../../src/adapters/workspace.ts'

const outside = mkdtempSync(join(tmpdir(), 'workspace-'))
const root = join(outside, 'checkout')
mkdirSync(join(root, 'perf'), { recursive: true })
writeFileSync(join(root, 'perf.yaml'), 'version: 1\n')
writeFileSync(join(outside, 'secret'), 'secret')
symlinkSync(join(outside, 'secret'), join(root, 'link'))
afterAll(() => rmSync(outside, { recursive: true }))
const files = createWorkspace(root)

test('a file of the checkout is read', async () => {
  expect(Buffer.from((await files.read('./perf.yaml'))!).toString()).toBe('version: 1\n')
})

test.each([['none.yaml'], ['perf.yaml/none']])('%s is not there', async (path) => {
  expect(await files.read(path)).toBeUndefined()
})

test.each([['../secret'], ['link'], ['perf/../../secret']])(
  '%s leads out of the repository and is refused',
  async (path) => {
    await expect(files.read(path)).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('leads out'),
    })
  },
)

test('a folder is no file', async () => {
  await expect(files.read('perf')).rejects.toMatchObject({ code: 'CONFIG' })
})
