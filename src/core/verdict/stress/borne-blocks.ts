import type { Stress } from './stress.ts'

/** The blocks that the target bore: those up to its capacity, and the first one always. */
export function borneBlocks({ steps, capacity }: Stress): readonly string[] {
  const beyond = steps.findIndex(({ offered }) => capacity?.state === 'found' && offered > capacity.load)
  return steps.slice(0, beyond < 0 ? steps.length : Math.max(1, beyond)).map(({ block }) => block)
}
