import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { version } from '../src/version.ts'

test('the version that the programs tell is the one of the package', () => {
  const { version: packaged } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(version).toBe(packaged)
})
