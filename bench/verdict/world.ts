/** A world in which changes are judged: what its machines, labels and requests are like. */
export interface World {
  readonly labels: number
  /** Per label and run; seconds of a run. */
  readonly requests: number
  readonly seconds: number
  /** Sessions of one base run each before the change; pairs in the session of the change. */
  readonly history: number
  readonly pairs: number
  /** Run-to-run sd of the log latency of a repository: log-normal with this median and this sd of its log. */
  readonly noiseMedian: number
  readonly noiseSpread: number
  /** Share of that variance that all runs of a session share; share that all labels share. */
  readonly sessionShare: number
  readonly commonShare: number
  /** Degrees of freedom of session and run effects: the fewer, the heavier the tails. */
  readonly studentDf: number
  /** Sessions with a noisy neighbour, and how much slower (log) it makes them. */
  readonly outlierShare: number
  readonly outlierMean: number
  readonly outlierSd: number
  /** Runs with a burst: three times the latency of half the requests during 8 % of the time. */
  readonly burstShare: number
  /** The load on the machine, second by second: autocorrelation and sd of the log latency. */
  readonly loadCorrelation: number
  readonly loadSd: number
  /** Requests: sd of their log latency, and the share of slow ones. */
  readonly requestSd: number
  readonly slowShare: number
  /** Random walk per session; repositories with an accepted change of level in their history. */
  readonly driftSd: number
  readonly shiftProbability: number
}

/** Noise as of 1,642 daily load tests on GitHub's runners (verdict.md 3). */
export const DEFAULT_WORLD: World = {
  labels: 10,
  requests: 3000,
  seconds: 300,
  history: 30,
  pairs: 6,
  noiseMedian: 0.045,
  noiseSpread: 0.45,
  sessionShare: 0.8,
  commonShare: 0.65,
  studentDf: 5,
  outlierShare: 0.06,
  outlierMean: 0.12,
  outlierSd: 0.08,
  burstShare: 0.03,
  loadCorrelation: 0.95,
  loadSd: 0.04,
  requestSd: 0.35,
  slowShare: 0.02,
  driftSd: 0.004,
  shiftProbability: 0,
}

/** Those of verdict.md 5: nothing was tuned for them. */
export const WORLDS: Readonly<Record<string, Partial<World>>> = {
  default: {},
  'quiet hosts': { noiseMedian: 0.02 },
  'noisy hosts': { noiseMedian: 0.08 },
  'no outlier runs': { outlierShare: 0 },
  '15 % outlier sessions': { outlierShare: 0.15 },
  'labels nearly independent': { commonShare: 0.2 },
  'labels move together': { commonShare: 0.9 },
  'accepted level shifts': { shiftProbability: 0.5 },
  'strong drift': { driftSd: 0.02 },
  'light tails': { studentDf: 30 },
  'very heavy tails': { studentDf: 3 },
  '300 requests a label': { requests: 300 },
  '1 label': { labels: 1 },
  '3 labels': { labels: 3 },
  '50 labels, 1000 requests': { labels: 50, requests: 1000 },
}

const WHOLE = ['labels', 'requests', 'seconds', 'history', 'pairs'] as const
const SHARES = [
  'sessionShare',
  'commonShare',
  'outlierShare',
  'burstShare',
  'loadCorrelation',
  'slowShare',
  'shiftProbability',
] as const

/** A world from JSON: all names optional. Throws a sentence about the first that is wrong. */
export function readWorld(json: string): World {
  const given = parsed(json)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('a world is a JSON object')
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_WORLD, name))
      throw new Error(`a world has no "${name}"; it has ${Object.keys(DEFAULT_WORLD).join(', ')}`)
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      throw new Error(`"${name}" of a world is a number that is not negative`)
  }
  const world: World = { ...DEFAULT_WORLD, ...given }
  for (const name of WHOLE)
    if (!Number.isInteger(world[name]) || world[name] < 1)
      throw new Error(`"${name}" of a world is a whole number from 1`)
  for (const name of SHARES) if (world[name] > 1) throw new Error(`"${name}" of a world is a share of 1`)
  if (world.studentDf <= 2) throw new Error('"studentDf" of a world is above 2: at 2 the variance is infinite')
  if (world.requests < 20) throw new Error('"requests" of a world are at least 20: fewer have no median to compare')
  return world
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new Error('a world is a JSON object, and this is no JSON', { cause })
  }
}
