import { sharedVariances } from '../../src/core/verdict/compare/swings.ts'
import { QUANTILES, type QuantileName, type RunQuantities } from '../../src/core/verdict/quantities.ts'
import { Random } from './random.ts'
import { measure } from './requests.ts'
import type { World } from './world.ts'

/** Sessions of the last base runs that hold a second base run, so that pairs of one revision are known. */
const PAIRED_SESSIONS = 10

/** Pairs in the fresh session that confirms a suspicion. */
const FRESH_PAIRS = 4

/** Which of a repository's runs. `again`: the second base run of a session of the history, the last session first. */
export type Place =
  | { readonly of: 'history' | 'again'; readonly age: number }
  | { readonly of: 'base' | 'head' | 'fresh-base' | 'fresh-head'; readonly pair: number }

/**
 * One pull request in one repository, all of it unchanged: a run is drawn when it is asked for, and is the same whatever
 * else was asked for. Log latency = label level + session + run + load of the second + request, and a stretched tail.
 */
export class Repository {
  readonly #world: World
  readonly #seed: readonly number[]
  readonly #runs = new Map<string, RunQuantities>()
  readonly #sessions: readonly Session[]
  readonly #noise: number
  readonly #spread: readonly number[]

  constructor(world: World, ...seed: readonly number[]) {
    const random = new Random(...seed)
    this.#world = world
    this.#seed = seed
    const { noiseMedian, noiseSpread, labels } = world
    this.#noise = Math.min(Math.max(noiseMedian * Math.exp(noiseSpread * random.normal()), 0.01), 0.15)
    this.#spread = Array.from({ length: labels }, () => Math.exp(0.2 * random.normal()))
    this.#sessions = this.#draw(random)
  }

  /** Base runs that were paired with a second one. */
  get paired(): number {
    return Math.min(PAIRED_SESSIONS, this.#world.history)
  }

  run(place: Place): RunQuantities {
    const [session, index] = this.#locate(place)
    return this.#remembered(`${session} ${index}`, () => this.#measure([session, index], true))
  }

  /** The same quantiles without their variance, which takes as long again. */
  quick(place: Place): RunQuantities {
    const [session, index] = this.#locate(place)
    const whole = this.#runs.get(`${session} ${index}`)
    return whole ?? this.#remembered(`${session} ${index} quick`, () => this.#measure([session, index], false))
  }

  #remembered(key: string, measured: () => RunQuantities): RunQuantities {
    const run = this.#runs.get(key) ?? measured()
    this.#runs.set(key, run)
    return run
  }

  #locate(place: Place): readonly [session: number, index: number] {
    const { history } = this.#world
    switch (place.of) {
      case 'history':
        return [history - 1 - place.age, 0]
      case 'again':
        return [history - 1 - place.age, 1]
      case 'head':
        return [history, 2 * place.pair]
      case 'base':
        return [history, 2 * place.pair + 1]
      case 'fresh-head':
        return [history + 1, 2 * Math.min(place.pair, FRESH_PAIRS - 1)]
      case 'fresh-base':
        return [history + 1, 2 * Math.min(place.pair, FRESH_PAIRS - 1) + 1]
    }
  }

  #measure([session, index]: readonly [session: number, index: number], variances: boolean): RunQuantities {
    const { labels, requests, seconds, studentDf, sessionShare } = this.#world
    const random = new Random(...this.#seed, session + 1, index + 1)
    const { level, tail, outlier } = this.#sessions[session]!
    const own = this.#effect(random, this.#noise * Math.sqrt(1 - sessionShare))
    const stretch =
      this.#stretch() * (Math.sqrt(0.7) * tail + Math.sqrt(0.3) * random.student(studentDf)) + 0.5 * outlier
    const measured = measure(
      random,
      { ...this.#world, variances },
      own.map((effect, l) => ({ level: level[l]! + effect, stretch })),
    )
    const names = (Object.keys(QUANTILES) as QuantileName[]).filter(
      (name) => requests * (1 - QUANTILES[name]) + 1e-9 >= 10,
    )
    return {
      labels: Array.from({ length: labels }, (_, label) => ({
        label: `label ${String(label).padStart(2, '0')}`,
        count: requests,
        errors: 0,
        quantiles: Object.fromEntries(names.map((name) => [name, measured[label]!.quantiles[name]])),
      })),
      throughput: (labels * requests) / seconds,
      metrics: {},
      ...(variances && { shared: sharedVariances(measured.map(({ inParts }) => inParts)) }),
    }
  }

  #draw(random: Random): readonly Session[] {
    const { history, outlierShare, outlierMean, outlierSd, driftSd, studentDf, sessionShare } = this.#world
    const count = history + 2
    const walk = Array.from({ length: count }, () => driftSd * random.normal())
    for (let i = 1; i < count; i++) walk[i]! += walk[i - 1]!
    const drift = walk.map((at, i) => (i > history ? 0 : at - walk[history]!))
    const shift = this.#shift(random)
    return drift.map((drifted, i) => {
      const outlier = random.uniform() < outlierShare ? Math.abs(outlierMean + outlierSd * random.normal()) : 0
      const effect = this.#effect(random, this.#noise * Math.sqrt(sessionShare))
      const level = effect.map((own) => own + outlier + drifted - (i < shift.before ? shift.by : 0))
      return { level, outlier, tail: random.student(studentDf) }
    })
  }

  /** Older runs may be at another level, which people had accepted. */
  #shift(random: Random): { readonly before: number; readonly by: number } {
    const { history, shiftProbability } = this.#world
    if (random.uniform() >= shiftProbability) return { before: 0, by: 0 }
    const by = (random.uniform() < 0.5 ? -1 : 1) * (0.08 + 0.17 * random.uniform())
    return { before: random.integer(Math.max(0, history - 20), Math.max(1, history - 1)), by }
  }

  /** What a session or a run adds to each label: a part that they share, and one of each label. */
  #effect(random: Random, sd: number): readonly number[] {
    const { commonShare, studentDf } = this.#world
    const common = Math.sqrt(commonShare) * random.student(studentDf)
    return this.#spread.map((spread) => sd * (common + Math.sqrt(1 - commonShare) * random.student(studentDf) * spread))
  }

  /** How much the tail is stretched, of a noisy repository more. */
  #stretch(): number {
    return (0.04 * this.#noise) / 0.045
  }
}

interface Session {
  readonly level: readonly number[]
  readonly tail: number
  readonly outlier: number
}
