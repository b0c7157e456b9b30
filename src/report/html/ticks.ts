/** Round values from 0 to at least `most`, about `parts` of them. */
export function ticks(most: number, parts = 4): readonly number[] {
  if (!(most > 0)) return [0, 1]
  const rough = most / parts
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? rough
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step)
}

/** The same for bytes: round in KiB, MiB, GiB. */
export function byteTicks(most: number): readonly number[] {
  const unit = most < 1024 ? 1 : 1024 ** Math.floor(Math.log2(most) / 10)
  return ticks(most / unit).map((value) => value * unit)
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400] as const

/** Round times from 0 to `seconds`, at most eight. */
export function timeTicks(seconds: number): readonly number[] {
  const step = STEPS.find((size) => seconds / size <= 7) ?? Math.ceil(seconds / 7 / 86_400) * 86_400
  return Array.from({ length: Math.floor(seconds / step + 1e-9) + 1 }, (_, i) => i * step)
}

/** 1, 2 and 5 of every power of ten within the bounds. */
export function logTicks(low: number, high: number): readonly number[] {
  const first = Math.floor(Math.log10(low))
  const last = Math.ceil(Math.log10(high))
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i))
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((value) => value >= low && value <= high)
}
