const BLOCK = 4096
const TWO32 = 2 ** 32

/** Numbers that depend on the seeds alone: sfc32 (C. Doty-Humphrey, PractRand), drawn in blocks since that is fast. */
export class Random {
  readonly #state = new Int32Array(4)
  readonly #block = new Uint32Array(BLOCK)
  #at = BLOCK

  constructor(...seeds: readonly number[]) {
    this.#state.set([0x9e3779b9, 0x243f6a88, 0xb7e15162, 1])
    for (const seed of seeds) {
      this.#state[0]! ^= mixed(seed)
      this.#state[1]! ^= mixed(seed / TWO32)
      this.#refill()
    }
    this.#at = BLOCK
  }

  /** A whole number from 0 to 2³² - 1. */
  bits(): number {
    if (this.#at === BLOCK) this.#refill()
    return this.#block[this.#at++]!
  }

  /** From 0 (never quite) to 1 (never quite). */
  uniform(): number {
    return (this.bits() + 0.5) / TWO32
  }

  /** A whole number from `low` to `high` - 1. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low))
  }

  exponential(): number {
    return -Math.log(this.uniform())
  }

  /** Standard normal, by the ziggurat (G. Marsaglia, W. W. Tsang, Journal of Statistical Software 5 (2000), no. 8). */
  normal(): number {
    for (;;) {
      const drawn = this.bits() | 0
      const layer = drawn & (LAYERS - 1)
      const x = drawn * WIDTHS[layer]!
      if (Math.abs(drawn) < KEEP[layer]!) return x
      if (layer === 0) return this.#tail(drawn < 0)
      if (HEIGHTS[layer]! + this.uniform() * (HEIGHTS[layer - 1]! - HEIGHTS[layer]!) < Math.exp(-0.5 * x * x)) return x
    }
  }

  /** Student's t with a standard deviation of 1; `df` above 2. */
  student(df: number): number {
    const chi = 2 * this.gamma(df / 2)
    return (this.normal() / Math.sqrt(chi / df)) * Math.sqrt((df - 2) / df)
  }

  /** Gamma of a shape of at least 1 and scale 1 (G. Marsaglia, W. W. Tsang, ACM TOMS 26 (2000), 363-372). */
  gamma(shape: number): number {
    const d = shape - 1 / 3
    for (;;) {
      const x = this.normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  #tail(negative: boolean): number {
    for (;;) {
      const x = this.exponential() / EDGE
      if (2 * this.exponential() > x * x) return negative ? -EDGE - x : EDGE + x
    }
  }

  #refill(): void {
    let [a, b, c, d] = this.#state as unknown as [number, number, number, number]
    const block = this.#block
    for (let i = 0; i < BLOCK; i++) {
      const sum = (((a + b) | 0) + d) | 0
      d = (d + 1) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = (((c << 21) | (c >>> 11)) + sum) | 0
      block[i] = sum
    }
    this.#state.set([a, b, c, d])
    this.#at = 0
  }
}

/** One step of SplitMix32. */
function mixed(seed: number): number {
  let x = (Math.floor(seed) + 0x9e3779b9) | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}

const LAYERS = 128
/** Where the tail begins, and the area of each layer. */
const EDGE = 3.442619855899
const AREA = 9.91256303526217e-3
const [KEEP, WIDTHS, HEIGHTS] = ziggurat()

function ziggurat(): readonly [Float64Array, Float64Array, Float64Array] {
  const scale = 2 ** 31
  const [keep, widths, heights] = [new Float64Array(LAYERS), new Float64Array(LAYERS), new Float64Array(LAYERS)]
  let [outer, inner] = [EDGE, EDGE]
  const bottom = AREA / Math.exp(-0.5 * EDGE * EDGE)
  keep[0] = (EDGE / bottom) * scale
  widths[0] = bottom / scale
  heights[0] = 1
  widths[LAYERS - 1] = EDGE / scale
  heights[LAYERS - 1] = Math.exp(-0.5 * EDGE * EDGE)
  for (let i = LAYERS - 2; i >= 1; i--) {
    inner = Math.sqrt(-2 * Math.log(AREA / outer + Math.exp(-0.5 * outer * outer)))
    keep[i + 1] = (inner / outer) * scale
    outer = inner
    heights[i] = Math.exp(-0.5 * inner * inner)
    widths[i] = inner / scale
  }
  keep[1] = 0
  return [keep, widths, heights]
}
