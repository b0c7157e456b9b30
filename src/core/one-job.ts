const MINUTE = 60_000

/** What a run may take beside its load: pods that start, results that are gathered. */
export const BESIDE_LOAD_MS = 30 * MINUTE

/** The load that one job of GitHub's own runners can follow: they end after six hours, with ten minutes for what is not ours. */
export const LONGEST_LOAD_MS = 350 * MINUTE - BESIDE_LOAD_MS
