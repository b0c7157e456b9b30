import { expect, test } from '@jest/globals'
import { readCgroupV1, readCgroupV2 } from '../../src/core/cgroup.ts'

const files = (content: Readonly<Record<string, string>>) => (name: string) => content[name]

test('version 2 is read', () => {
  const file = files({
    'cpu.stat': 'usage_usec 2500000\nuser_usec 1\nnr_periods 100\nnr_throttled 7\nthrottled_usec 9\n',
    'cpu.max': '50000 100000\n',
    'memory.current': '300\n',
    'memory.stat': 'anon 1\ninactive_file 100\n',
    'memory.max': '1073741824\n',
  })
  expect(readCgroupV2(file, 5)).toEqual({
    at: 5,
    cpuMs: 2500,
    limitCores: 0.5,
    periods: 100,
    throttledPeriods: 7,
    workingSet: 200,
    memoryLimit: 1073741824,
  })
})

test('version 1 is read', () => {
  const file = files({
    'cpuacct/cpuacct.usage': '2500000000\n',
    'cpu/cpu.stat': 'nr_periods 100\nnr_throttled 7\nthrottled_time 9\n',
    'cpu/cpu.cfs_quota_us': '200000\n',
    'cpu/cpu.cfs_period_us': '100000\n',
    'memory/memory.usage_in_bytes': '300\n',
    'memory/memory.stat': 'cache 1\ninactive_file 1\ntotal_inactive_file 100\n',
    'memory/memory.limit_in_bytes': '1073741824\n',
  })
  expect(readCgroupV1(file, 5)).toEqual({
    at: 5,
    cpuMs: 2500,
    limitCores: 2,
    periods: 100,
    throttledPeriods: 7,
    workingSet: 200,
    memoryLimit: 1073741824,
  })
})

test('no limit is none, and what a kernel does not tell is not made up', () => {
  expect(readCgroupV2(files({ 'cpu.max': 'max 100000\n', 'memory.max': 'max\n' }), 5)).toEqual({ at: 5 })
  const unlimited = { 'cpu/cpu.cfs_quota_us': '-1\n', 'memory/memory.limit_in_bytes': '9223372036854771712\n' }
  expect(readCgroupV1(files(unlimited), 5)).toEqual({ at: 5 })
})
