import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gcPauses } from '../../src/core/gc-log.ts'

test.each([
  ['[1795317860714ms] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 3.456ms', [1795317860714, 3.456]],
  ['[1795317860714ms] GC(4) Pause Full (System.gc()) 5M->4M(16M) 10.000ms', [1795317860714, 10]],
  ['[1795317860714ms] GC(5) Pause Remark 5M->5M(20M) 1.200ms', [1795317860714, 1.2]],
  [
    '2026-11-21T10:00:00.123+0100: 1.234: [GC (Allocation Failure)  65536K->8K(251392K), 0.0123456 secs]',
    [Date.UTC(2026, 10, 21, 9, 0, 0, 123), 12.3456],
  ],
  [
    '2026-11-21T10:00:00.123+0000: 1.234: [Full GC (Metadata GC Threshold)  8K->4K(9K), 0.5 secs]',
    [Date.UTC(2026, 10, 21, 10, 0, 0, 123), 500],
  ],
  [
    '2026-11-21T10:00:00.123+0000: 1.234: [GC pause (G1 Evacuation Pause) (young) 24M->4M(256M), 0.0034567 secs]',
    [Date.UTC(2026, 10, 21, 10, 0, 0, 123), 3.4567],
  ],
])('a pause: %s', (line, [at, ms]) => {
  const [pause, ...others] = gcPauses(`${line}\n`)
  expect(others).toEqual([])
  expect(pause?.at).toBe(at)
  expect(pause?.ms).toBeCloseTo(ms ?? 0, 9)
})

test.each([
  '[1795317860714ms] Using G1',
  '[1795317860714ms] GC(6) Concurrent Mark Cycle 12.345ms',
  '2026-11-21T10:00:00.123+0000: 1.234: [GC concurrent-mark-end, 0.0100000 secs]',
  'OpenJDK 64-Bit Server VM (25.275-b01) for linux-amd64 JRE (1.8.0_275-b01)',
])('no pause: %s', (line) => {
  expect(gcPauses(line)).toEqual([])
})

test('no log is too strange to read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (log) => {
      for (const { at, ms } of gcPauses(log)) expect(Number.isFinite(at + ms)).toBe(true)
    }),
  )
})
