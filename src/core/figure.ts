/** Figures as people read them: three digits that count, and a unit. */

/** What a number is in: `ms`, `share` (of 1), `1/s`, `bytes`, `s` (seconds), or a unit of the user's, shown as it is. */
export type Unit = 'ms' | 'share' | '1/s' | 'bytes' | 's' | (string & {})

/** Digits that count, at the least: 1234 → 1,234; 12.34 → 12.3; 0.01234 → 0.0123. */
export function plain(value: number, digits = 3): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return value.toExponential(digits - 1)
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1
  const decimals = size === 0 ? 0 : size < 1 ? digits - Math.ceil(Math.log10(size)) : Math.max(0, digits - whole)
  const fixed = value.toFixed(Math.min(decimals, 20))
  return group(fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed)
}

/** 1234567 → 1,234,567. */
export function count(value: number): string {
  return group(String(Math.round(value)))
}

/** 12.3 ms, 1.25 s, 2 min 5 s. */
export function milliseconds(value: number, digits = 3): string {
  if (Math.abs(value) < 1000) return `${plain(value, digits)} ms`
  if (Math.abs(value) < 60_000) return `${plain(value / 1000, digits)} s`
  return duration(value)
}

/** A share of 1 in percent: 0.041 → 4.1 %. */
export function share(value: number, digits = 2): string {
  if (value > 0 && value < 1e-5) return '< 0.001 %'
  return `${plain(value * 100, digits)} %`
}

/** 412/s, 1.2 k/s. */
export function rate(value: number, digits = 3): string {
  if (value >= 1e6) return `${plain(value / 1e6, digits)} M/s`
  if (value >= 10_000) return `${plain(value / 1000, digits)} k/s`
  return `${plain(value, digits)}/s`
}

const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** 1.5 GiB. */
export function bytes(value: number, digits = 3): string {
  const step = value < 1024 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(value) / 10))
  return `${plain(value / 1024 ** step, digits)} ${SIZES[step]}`
}

/** The two largest units: 45 s, 2 min 5 s, 1 h 5 min, 1 d 2 h. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (ms < 1000) return `${plain(ms)} ms`
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const
  const first = units.findIndex(([, size]) => seconds >= size)
  let rest = seconds
  return units
    .slice(first, first + 2)
    .map(([name, size]) => {
      const whole = Math.floor(rest / size)
      rest -= whole * size
      return whole === 0 ? '' : `${whole} ${name}`
    })
    .filter((part) => part !== '')
    .join(' ')
}

/** A value in its unit. */
export function figure(value: number, unit: Unit = '', digits?: number): string {
  if (!Number.isFinite(value)) return 'no number'
  switch (unit) {
    case 'ms':
      return milliseconds(value, digits)
    case 'share':
      return share(value, digits)
    case '1/s':
      return rate(value, digits)
    case 'bytes':
      return bytes(value, digits)
    case 's':
      return milliseconds(value * 1000, digits)
    case '':
      return plain(value, digits)
    default:
      return `${plain(value, digits)} ${unit}`
  }
}

/** Two values in one unit, with as many digits as it takes to tell them apart: 400.4 ms beside 400 ms. */
export function apart(a: number, b: number, unit: Unit = ''): readonly [string, string] {
  for (let digits = 3; digits < 12 && a !== b; digits++) {
    const pair = [figure(a, unit, digits), figure(b, unit, digits)] as const
    if (pair[0] !== pair[1]) return pair
  }
  return [figure(a, unit), figure(b, unit)]
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
