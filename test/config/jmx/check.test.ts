import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkPlan, type Expectations } from '../../../src/config/jmx/check.ts'
import { faultLine } from '../../../src/core/fault.ts'

const fixture = readFileSync(new URL('../../fixtures/jmeter/plan.jmx', import.meta.url))
const nothing: Expectations = { file: 'p.jmx', threads: false, ramp: false, rate: false, target: false, properties: [] }
const everything: Expectations = { ...nothing, threads: true, ramp: true, rate: true, target: true }

const check = (plan: string | Uint8Array, expected: Partial<Expectations> = {}) =>
  checkPlan(typeof plan === 'string' ? new TextEncoder().encode(plan) : plan, { ...nothing, ...expected }).map(
    faultLine,
  )

const plan = (...elements: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<jmeterTestPlan version="1.2"><hashTree><TestPlan testname="T"/><hashTree>
${elements.join('\n')}
</hashTree></hashTree></jmeterTestPlan>`

interface Group {
  readonly type?: string
  readonly enabled?: boolean
  readonly values: Readonly<Record<string, string>>
}

const group = (name: string, { type = 'ThreadGroup', enabled = true, values }: Group, inside = '') =>
  `<${type} testclass="${type}" testname="${name}"${enabled ? '' : ' enabled="false"'}>${Object.entries(values)
    .map(([key, value]) => `<stringProp name="${key}">${value}</stringProp>`)
    .join('')}</${type}><hashTree>${inside}</hashTree>`

const good = {
  'ThreadGroup.num_threads': '${__P(threads,1)}',
  'ThreadGroup.ramp_time': '${__P(ramp-up,0)}',
  'ThreadGroup.scheduler': 'true',
  'ThreadGroup.duration': '${__property(duration)}',
}
const shoppers = (values: Readonly<Record<string, string>>) => group('Shoppers', { values: { ...good, ...values } })
const bad = { 'ThreadGroup.num_threads': '5' }

test('the example takes everything that a test may hand to it', () => {
  expect(check(fixture, { ...everything, properties: ['currency'] })).toEqual([])
})

test.each([
  ['hello', 'p.jmx:1: it is not XML: `text data outside of root node.`'],
  ['', 'p.jmx:1: it is not XML: `document must contain a root element.`'],
  ['<jmeterTestPlan>\n<hashTree>\n</oops>', 'p.jmx:3: it is not XML: `unexpected close tag.`'],
  ['<jmeterTestPlan>&evil;</jmeterTestPlan>', 'p.jmx:1: it is not XML: `undefined entity.`'],
  ['<project/>', 'p.jmx:1: it is not a JMeter plan: its first element is `project`, not `jmeterTestPlan`'],
  [
    '<!DOCTYPE jmeterTestPlan [<!ENTITY a SYSTEM "file:///etc/passwd">]><jmeterTestPlan>&a;</jmeterTestPlan>',
    'p.jmx:1: it has a DOCTYPE, which no JMeter plan needs',
  ],
  [new Uint8Array([0xff, 0xfe, 0x3c, 0]), 'p.jmx:1: it is not a text in UTF-8'],
  [plan(), 'p.jmx:1: no thread group is enabled, so it makes no load'],
  [plan(group('Off', { enabled: false, values: good })), 'p.jmx:1: no thread group is enabled, so it makes no load'],
  [
    plan(
      group('Before', { type: 'SetupThreadGroup', values: bad }),
      group('After', { type: 'PostThreadGroup', values: bad }),
    ),
    'p.jmx:1: no thread group is enabled, so it makes no load',
  ],
])('%p is no plan to run', (text, line) => {
  expect(check(text)).toEqual([line])
})

test.each([
  [
    'threads',
    { 'ThreadGroup.num_threads': '50' },
    'p.jmx:3: thread group `Shoppers` does not take its number of threads from the property `threads` (its ThreadGroup.num_threads is `50`). Right: `<stringProp name="ThreadGroup.num_threads">${__P(threads,1)}</stringProp>`',
  ],
  [
    'ramp',
    { 'ThreadGroup.ramp_time': '${__P(rampup)}' },
    'p.jmx:3: thread group `Shoppers` does not take its ramp from the property `ramp-up` (its ThreadGroup.ramp_time is `${__P(rampup)}`). Right: `<stringProp name="ThreadGroup.ramp_time">${__P(ramp-up,0)}</stringProp>`',
  ],
  [
    'duration',
    { 'ThreadGroup.duration': '' },
    'p.jmx:3: thread group `Shoppers` does not take its duration from the property `duration`. Right: `<stringProp name="ThreadGroup.duration">${__P(duration,60)}</stringProp>`',
  ],
  [
    'scheduler',
    { 'ThreadGroup.scheduler': 'false' },
    'p.jmx:3: thread group `Shoppers` does not end with its duration: its scheduler is off. Right: `<boolProp name="ThreadGroup.scheduler">true</boolProp>`',
  ],
])('a thread group that ignores its %s is refused by its name', (_, values, line) => {
  expect(check(plan(shoppers(values)), { threads: true, ramp: true })).toEqual([line])
})

const argument = (name: string, value: string) =>
  `<elementProp name="${name}" elementType="Argument"><stringProp name="Argument.name">${name}</stringProp><stringProp name="Argument.value">${value}</stringProp></elementProp>`
const variables = (...pairs: readonly (readonly [string, string])[]) =>
  `<Arguments testname="User Defined Variables"><collectionProp name="Arguments.arguments">${pairs.map((pair) => argument(...pair)).join('')}</collectionProp></Arguments><hashTree/>`

const loops = (count: string, forever = 'false') =>
  shoppers({ 'LoopController.loops': count, 'LoopController.continue_forever': forever })
const ENDS = (count: string) =>
  `thread group \`Shoppers\` ends before its duration: its LoopController.loops is \`${count}\`. Right: \`<intProp name="LoopController.loops">-1</intProp>\``

test.each([
  ['one loop', loops('1'), [`p.jmx:3: ${ENDS('1')}`]],
  ['no loop', loops('0'), [`p.jmx:3: ${ENDS('0')}`]],
  ['a variable of so many', `${variables(['n', '500'])}${loops('${n}')}`, [`p.jmx:3: ${ENDS('500')}`]],
  ['-1', loops('-1'), []],
  ['an expression', loops('${__P(loops,-1)}'), []],
  ['a variable without end', `${variables(['n', '-1'])}${loops('${n}')}`, []],
  ['loops that begin anew for ever', loops('1', 'true'), []],
])('a thread group may not end by its loops before its duration: %s', (_, element, lines) => {
  expect(check(plan(element))).toEqual(lines)
})

test('a loop within a thread group may be as long as it likes', () => {
  const inside =
    '<LoopController testname="Twice"><stringProp name="LoopController.loops">2</stringProp></LoopController><hashTree/>'
  expect(check(plan(group('Shoppers', { values: good }, inside)))).toEqual([])
})

test.each([
  [
    'CSVDataSet',
    'p.jmx:4: CSV data set `Users` reads a file beside the plan: to send one along is not built yet. Right: user defined variables, or a script that makes the data, in its place',
  ],
  [
    'IncludeController',
    'p.jmx:4: include controller `Users` reads a file beside the plan: to send one along is not built yet. Right: the elements of the included file in the plan itself',
  ],
])('a %s is refused by its name where it is enabled, since the plan travels alone', (type, line) => {
  const element = (enabled: boolean) => `<${type} testname="Users" enabled="${enabled}"/><hashTree/>`
  const faults = checkPlan(new TextEncoder().encode(plan(shoppers({}), element(true))), nothing)
  expect(faults).toMatchObject([{ code: 'NOT_BUILT' }])
  expect(faults.map(faultLine)).toEqual([line])
  expect(check(plan(shoppers({}), element(false)))).toEqual([])
})

test('threads and ramp are only asked for where the test has them', () => {
  expect(check(plan(shoppers({ 'ThreadGroup.num_threads': '50', 'ThreadGroup.ramp_time': '1' })))).toEqual([])
})

test('a disabled group, what is under a disabled parent, and set-up and tear-down groups may be as they like', () => {
  const inFragment = `<TestFragmentController testname="F" enabled="false"/><hashTree>${group('Inner', { values: bad })}</hashTree>`
  const text = plan(
    shoppers({}),
    group('Off', { enabled: false, values: bad }, group('Nested', { values: bad }, group('Deeper', { values: bad }))),
    group('Before', { type: 'SetupThreadGroup', values: bad }),
    inFragment,
  )
  expect(check(text, everything)).toEqual([expect.stringContaining('`rate`'), expect.stringContaining('`target.host`')])
})

test('every group that makes load must take what it is handed', () => {
  const text = plan(
    shoppers({}),
    group('Payers', { values: { ...good, ...bad } }),
    group('Robots', { values: { ...good, ...bad } }),
  )
  expect(check(text, { threads: true })).toEqual([
    expect.stringMatching(/^p.jmx:4: thread group `Payers`/),
    expect.stringMatching(/^p.jmx:5: thread group `Robots`/),
  ])
})

test.each([
  ['a user defined variable', [variables(['users', '${__P(threads,10)}'])], '${users}', true],
  ['a chain of them', [variables(['users', '${count}'], ['count', '${__P(threads)}'])], '${users}', true],
  ['a sum', [], '${__intSum(${__P(threads,1)},0)}', true],
  ['a script', [], '${__groovy(props.get("threads"))}', true],
  ['a variable that is not defined', [], '${users}', false],
  ['a circle of variables', [variables(['users', '${count}'], ['count', '${users}'])], '${users}', false],
  [
    'a disabled list of variables',
    [variables(['users', '${__P(threads)}']).replace('testname', 'enabled="false" testname')],
    '${users}',
    false,
  ],
  ['another property whose name only begins so', [], '${__P(threads-max)}', false],
])('the number of threads may come by %s: %#', (_, elements, written, taken) => {
  const faults = check(plan(...elements, shoppers({ 'ThreadGroup.num_threads': written })), { threads: true })
  expect(faults).toHaveLength(taken ? 0 : 1)
})

test("a sampler's arguments define no variable", () => {
  const sampler = `<HTTPSamplerProxy testname="S"><elementProp name="a" elementType="Arguments"><collectionProp name="Arguments.arguments">${argument('users', '${__P(threads)}')}</collectionProp></elementProp></HTTPSamplerProxy><hashTree/>`
  expect(check(plan(sampler, shoppers({ 'ThreadGroup.num_threads': '${users}' })), { threads: true })).toHaveLength(1)
})

const concurrency = 'com.blazemeter.jmeter.threads.concurrency.ConcurrencyThreadGroup'
const concurrent = { TargetLevel: '${__P(threads)}', RampUp: '${__P(ramp-up)}', Hold: '${__P(duration)}', Unit: 'S' }

test.each([
  [concurrency, concurrent, []],
  [
    concurrency,
    { ...concurrent, Hold: '60' },
    [
      'does not take its duration from the property `duration` (its Hold is `60`). Right: `<stringProp name="Hold">${__P(duration,60)}</stringProp>`',
    ],
  ],
  [
    concurrency,
    { ...concurrent, Unit: 'M' },
    ['counts its times in minutes, and they are given in seconds. Right: `<stringProp name="Unit">S</stringProp>`'],
  ],
  [
    'kg.apc.jmeter.threads.UltimateThreadGroup',
    { 1: '${__P(threads)}', 2: '${__P(ramp-up)}', 3: '${__P(duration)}' },
    [],
  ],
  [
    'kg.apc.jmeter.threads.UltimateThreadGroup',
    { 1: '${__P(threads)}', 2: '${__P(ramp-up)}' },
    ['does not take its duration from the property `duration`. Right: `${__P(duration,60)}`'],
  ],
  [
    'OpenModelThreadGroup',
    { schedule: 'rate(${__P(rate)}/s) random_arrivals(${__P(duration)} s) ${__P(ramp-up)}' },
    [],
  ],
  [
    'OpenModelThreadGroup',
    { schedule: 'rate(5/s) random_arrivals(${__P(duration)} s) ${__P(ramp-up)}' },
    ['does not take its rate from the property `rate`. Right: `${__P(rate,1)}`'],
  ],
])('a thread group of another kind is held to the same: %s %#', (type, values, wrong) => {
  expect(check(plan(group('G', { type, values })), { threads: true, ramp: true })).toEqual(
    wrong.map((text) => `p.jmx:3: thread group \`G\` ${text}`),
  )
})

const timer = (value: string, enabled = true) =>
  `<ConstantThroughputTimer testclass="ConstantThroughputTimer" testname="T" enabled="${enabled}"><stringProp name="throughput">${value}</stringProp></ConstantThroughputTimer><hashTree/>`
const NO_RATE =
  'p.jmx:1: no enabled timer takes the rate of the test from the property `rate`. Right: `<stringProp name="throughput">${__jexl3(${__P(rate)} * 60)}</stringProp>` in a ConstantThroughputTimer'

test.each([
  ['a timer', timer('${__jexl3(${__P(rate)} * 60)}'), []],
  [
    'a timer in the older form',
    timer('').replace(
      /<stringProp.*stringProp>/,
      '<doubleProp><name>throughput</name><value>${__P(rate)}</value></doubleProp>',
    ),
    [],
  ],
  ['a fixed timer', timer('600'), [NO_RATE]],
  ['a timer that is off', timer('${__P(rate)}', false), [NO_RATE]],
  ['something that is no timer', variables(['rate', '${__P(rate)}']), [NO_RATE]],
])('the rate is taken by a timer: %s', (_, element, lines) => {
  expect(check(plan(shoppers({}), element), { rate: true })).toEqual(lines)
})

test('the target and the properties of the test must be read somewhere', () => {
  expect(check(plan(shoppers({})), { target: true, properties: ['currency'] })).toEqual([
    'p.jmx:1: nothing in it reads the property `target.host`, so the target of the test is not where its load goes. Right: `<stringProp name="HTTPSampler.domain">${__P(target.host)}</stringProp>`',
    'p.jmx:1: nothing in it reads the property `currency` of the test. Right: `${__P(currency)}`',
  ])
  const script =
    '<JSR223Sampler testname="s"><stringProp name="script">vars.put("c", props.get("currency"))</stringProp></JSR223Sampler><hashTree/>'
  expect(check(plan(shoppers({}), script), { properties: ['currency'] })).toEqual([])
})

test('a hostile name of a thread group stays within its quotes', () => {
  const [line] = check(plan(group('`&#10;::error::&#x202e;x', { values: good }).replace('true', 'false')))
  expect(line).toContain("thread group `'\\u{a}::error::\\u{202e}x` does not end")
})

test('a plan of any depth is read without falling over', () => {
  const depth = 200_000
  const text = `<jmeterTestPlan>${'<hashTree>'.repeat(depth)}${'</hashTree>'.repeat(depth)}</jmeterTestPlan>`
  expect(check(text)).toEqual(['p.jmx:1: no thread group is enabled, so it makes no load'])
})

test('no damage to a plan does more than make it refused', () => {
  const text = fixture.toString()
  const damage = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(400),
    put: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<', '</hashTree>', '&', '<hashTree>', '<ThreadGroup>', ']]>'),
    ),
  })
  fc.assert(
    fc.property(damage, ({ at, length, put }) => {
      for (const line of check(text.slice(0, at) + put + text.slice(at + length), everything))
        expect(line).toMatch(/^p\.jmx:\d+: [^\n]+$/)
    }),
    { numRuns: 500 },
  )
})

test('any bytes at all are refused in one line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(check(bytes)).toEqual([expect.stringMatching(/^p\.jmx:\d+: [^\n]+$/)])
    }),
    { numRuns: 500 },
  )
})
