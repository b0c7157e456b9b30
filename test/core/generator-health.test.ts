import { expect, test } from '@jest/globals'
import { generatorHealth } from '../../src/core/generator-health.ts'

const reading = (second: number, cpuMs: number, throttledPeriods: number, workingSet: number) => ({
  at: second * 1000,
  cpuMs,
  limitCores: 2,
  periods: second * 10,
  throttledPeriods,
  workingSet,
  memoryLimit: 1000,
})

test('health speaks of the analysis window alone', () => {
  const readings = [
    reading(1, 2000, 9, 990), // the ramp: a JVM that starts
    reading(2, 4000, 9, 400),
    reading(3, 4500, 10, 500),
    reading(4, 5500, 11, 450),
    reading(5, 7500, 20, 995), // after the load
  ]
  const pauses = [
    { at: 1500, ms: 900 },
    { at: 2500, ms: 60 },
    { at: 3500, ms: 40 },
  ]
  const health = generatorHealth({ readings, pauses, from: 2000, to: 4000 })
  expect(health).toEqual({
    readings: 3,
    cpu: { p50: 0.25, p95: 0.5, limitCores: 2 },
    throttled: 0.1,
    throttledPeriods: 2,
    memory: { peak: 500, limit: 1000 },
    gc: 0.05,
  })
})

test('nothing is told of what was not read', () => {
  expect(generatorHealth({ readings: [], from: 0, to: 1000 })).toEqual({ readings: 0 })
  expect(generatorHealth({ readings: [{ at: 1 }, { at: 2 }], from: 0, to: 1000 })).toEqual({ readings: 2 })
  expect(generatorHealth({ readings: [], pauses: [], from: 1000, to: 1000 })).toEqual({ readings: 0 })
})
