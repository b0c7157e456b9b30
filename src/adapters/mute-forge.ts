import type { Forge } from '../ports.ts'

const taken = async () => ({ url: '', id: 0 })

/** For a run that speaks about no pull request: takes everything and publishes nothing. */
export const muteForge: Forge = {
  labels: async () => undefined,
  startCheck: taken,
  finishCheck: taken,
  comment: taken,
}
