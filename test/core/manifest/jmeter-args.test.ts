import { expect, test } from '@jest/globals'
import { jmeterArgs } from '../../../src/core/manifest/jmeter-args.ts'
import type { Block } from '../../../src/core/spec.ts'

const block: Block = { id: 'load', threads: 10, rate: 100, rampMs: 30_000, durationMs: 90_000 }
const argsOf = (said: Partial<Block> = {}, { pods = 1, index = 0, properties = {} } = {}) =>
  jmeterArgs({ spec: { pods, properties }, block: { ...block, ...said }, index, work: '/work' })

test('JMeter runs the plan without a window, into files of the block', () => {
  expect(argsOf().slice(0, 7)).toEqual([
    '-n',
    '-t',
    '/work/plan.jmx',
    '-l',
    '/work/load/r.jtl',
    '-j',
    '/work/load/jmeter.log',
  ])
  expect(argsOf()).toEqual(expect.arrayContaining(['-Jramp-up=30', '-Jduration=90']))
})

test('threads and rate add up over the pods, the first ones take the remainder', () => {
  const shares = [0, 1, 2].map((index) => argsOf({}, { pods: 3, index }))
  const value = (args: readonly string[], name: string) =>
    args.find((arg) => arg.startsWith(`-J${name}=`))?.slice(name.length + 3)
  expect(shares.map((args) => value(args, 'threads'))).toEqual(['4', '3', '3'])
  expect(shares.map((args) => value(args, 'rate'))).toEqual(['33.333333', '33.333333', '33.333333'])
})

test.each([
  ['http://shop', ['http', 'shop', '80', undefined]],
  ['https://shop.example/', ['https', 'shop.example', '443', undefined]],
  ['http://shop:8080/api/v1/', ['http', 'shop', '8080', '/api/v1']],
])('the target %s is given in parts', (target, [protocol, host, port, path]) => {
  const targets = argsOf({ target }).filter((arg) => arg.startsWith('-Jtarget.'))
  const parts = [`protocol=${protocol}`, `host=${host}`, `port=${port}`, ...(path ? [`path=${path}`] : [])]
  expect(targets).toEqual(parts.map((part) => `-Jtarget.${part}`))
})

test('what is not asked for is not given', () => {
  const { threads: _, rate: __, ...open } = block
  const args = jmeterArgs({ spec: { pods: 1, properties: {} }, block: open, index: 0, work: '/work' })
  expect(args.filter((arg) => /^-J(threads|rate|target)/.test(arg))).toEqual([])
})

test("a test's properties do not change how the JTL is written", () => {
  const properties = { mine: 'a=b c', 'jmeter.save.saveservice.output_format': 'xml', threads: '99' }
  const args = argsOf({}, { properties })
  expect(args).toEqual(expect.arrayContaining(['-Jmine=a=b c', '-Jthreads=10']))
  expect(args.filter((arg) => arg.includes('output_format'))).toEqual(['-Jjmeter.save.saveservice.output_format=csv'])
})

test('a property with a line break is refused by name, for the arguments travel line by line', () => {
  expect(() => argsOf({}, { properties: { bad: 'a\n-Jthreads=1000' } })).toThrow('the property "bad" has a line break')
})
