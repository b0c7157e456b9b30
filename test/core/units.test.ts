import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Reading, readCpu, readDuration, readNumber, readRate, readShare, readSize } from '../../src/core/units.ts'

const readers = { readDuration, readSize, readCpu, readShare, readRate, readNumber }

test.each([
  [readDuration, '90s', 90_000],
  [readDuration, '5m', 300_000],
  [readDuration, '5 min', 300_000],
  [readDuration, '1h30m', 5_400_000],
  [readDuration, '1h 30m 15s 250ms', 5_415_250],
  [readDuration, '500ms', 500],
  [readDuration, '1.5 h', 5_400_000],
  [readDuration, '2d', 172_800_000],
  [readDuration, ' 24h ', 86_400_000],
  [readDuration, '0', 0],
  [readSize, '512Mi', 512 * 1024 ** 2],
  [readSize, '512MiB', 512 * 1024 ** 2],
  [readSize, '2Gi', 2 * 1024 ** 3],
  [readSize, '1.5 GB', 1_500_000_000],
  [readSize, '100kB', 100_000],
  [readSize, '100k', 100_000],
  [readSize, '64 B', 64],
  [readCpu, '500m', 500],
  [readCpu, '0.5', 500],
  [readCpu, '2', 2000],
  [readShare, '5 %', 0.05],
  [readShare, '0.7%', 0.007],
  [readRate, '500/s', 500],
  [readRate, '30/min', 0.5],
  [readRate, '7200 / h', 2],
  [readRate, '12.5', 12.5],
  [readNumber, '-3.5e2', -350],
])('%p reads %p as %p', (read, text, value) => {
  expect(read(text)).toEqual({ ok: true, value })
})

test.each([
  [readDuration, '90', '`90` has no unit', '90s'],
  [readDuration, '', '`` is not a duration', '90s, 5m, 1h30m or 500ms'],
  [readDuration, '30m1h', '`30m1h` is not a duration', '90s, 5m, 1h30m or 500ms'],
  [readDuration, '-5m', '`-5m` is not a duration', '90s, 5m, 1h30m or 500ms'],
  [readDuration, '1.2.3s', '`1.2.3s` is not a duration', '90s, 5m, 1h30m or 500ms'],
  [readDuration, '999999999999999d', '`999999999999999d` is not a duration', '90s, 5m, 1h30m or 500ms'],
  [readSize, '512', '`512` has no unit', '512Mi'],
  [readSize, '512m', '`512m` is not a size', '512Mi, 2Gi or 1.5 GB'],
  [readSize, 'constructor', '`constructor` is not a size', '512Mi, 2Gi or 1.5 GB'],
  [readCpu, 'two', '`two` is not a number of CPUs', '500m, 0.5 or 2'],
  [readShare, '0.5', '`0.5` has no % behind it', '0.5 %'],
  [readShare, 'half', '`half` is not a share', '0.5 %'],
  [readRate, '5/day', '`5/day` is not a rate', '500/s'],
  [readRate, '5 constructor', '`5 constructor` is not a rate', '500/s'],
  [readRate, '5 __proto__', '`5 __proto__` is not a rate', '500/s'],
  [readCpu, '5 constructor', '`5 constructor` is not a number of CPUs', '500m, 0.5 or 2'],
  [readSize, '5 constructor', '`5 constructor` is not a size', '512Mi, 2Gi or 1.5 GB'],
  [readNumber, '0x10', '`0x10` is not a number', '0.8'],
])('%p refuses %p', (read, text, wrong, right) => {
  expect(read(text)).toEqual({ ok: false, wrong, right })
})

test('a message never carries what the text hides', () => {
  expect(readCpu('1\n::error::\u202e`x`')).toMatchObject({
    wrong: "`1\\u{a}::error::\\u{202e}'x'` is not a number of CPUs",
  })
})

test('every whole number of milliseconds is read from its parts', () => {
  const parts = fc.record({ d: fc.nat(99), h: fc.nat(99), m: fc.nat(99), s: fc.nat(99), ms: fc.nat(9999) })
  fc.assert(
    fc.property(parts, fc.constantFrom('', ' '), (of, space) => {
      const text = Object.entries(of)
        .flatMap(([unit, n]) => (n === 0 ? [] : [`${n}${unit}`]))
        .join(space)
      const value = (((of.d * 24 + of.h) * 60 + of.m) * 60 + of.s) * 1000 + of.ms
      expect(readDuration(text || '0')).toEqual({ ok: true, value })
    }),
  )
})

test('a percentage in thousandths is read as the nearest number there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
      expect(readShare(`${(thousandths / 1000).toFixed(3)} %`)).toEqual({ ok: true, value: thousandths / 100_000 })
    }),
  )
})

test('any text is read as a finite number or refused with an example', () => {
  const alphabet = fc.constantFrom(...'0123456789.-+eEmshdinMGiBk%/ '.split(''))
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: alphabet, maxLength: 12 }))
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(...Object.values(readers)),
      (written, read: (text: string) => Reading<number>) => {
        const reading = read(written)
        if (reading.ok) expect(Number.isFinite(reading.value)).toBe(true)
        else expect(reading.wrong.length * reading.right.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 2000 },
  )
})
