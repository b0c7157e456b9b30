/**
 * Student's t for whole degrees of freedom: P(T > t), by the finite sums of M. Abramowitz and I. A. Stegun, Handbook of
 * Mathematical Functions (1964), 26.7.3 and 26.7.4. Exact to about 1e-15.
 */
export function survival(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df))
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const odd = df % 2 === 1
  let term = odd ? cosine : 1
  let sum = df === 1 ? 0 : term
  for (let i = odd ? 3 : 2; i <= df - 2; i += 2) {
    term *= (cosine * cosine * (i - 1)) / i
    sum += term
  }
  const inside = odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum
  return (1 - inside) / 2
}

const known = new Map<string, number>()

/** The t that Student's t falls below with a probability of `p`, within 1e-13 of its size; by bisection, each once. */
export function quantile(p: number, df: number): number {
  const key = `${p} ${df}`
  const found = known.get(key) ?? bisect(p, df)
  known.set(key, found)
  return found
}

function bisect(p: number, df: number): number {
  if (p < 0.5) return -bisect(1 - p, df)
  let [low, high] = [0, 1]
  while (survival(high, df) > 1 - p && high < 1e9) high *= 2
  for (let i = 0; i < 100 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2
    if (survival(middle, df) > 1 - p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
