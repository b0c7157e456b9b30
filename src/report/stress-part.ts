import { borneBlocks } from '../core/verdict/stress/borne-blocks.ts'
import type { Stress } from '../core/verdict/stress/stress.ts'
import { MOST, type StressPart } from './section.ts'

/** The steps of a stress test → their part of a section. */
export function stressPart(stress: Stress): StressPart {
  const { steps, capacity } = stress
  const kept = borneBlocks(stress)
  return {
    ...(capacity === undefined ? {} : { capacity: { state: capacity.state, load: capacity.load } }),
    steps: steps.slice(0, MOST.steps).map(({ block, offered, threads, achieved, p95, count, errors }) => ({
      ...{ offered, achieved, p95, errors: count === 0 ? 0 : errors / count },
      ...(threads === undefined ? {} : { threads }),
      borne: kept.includes(block) && !(capacity?.state === 'found' && capacity.load <= (steps[0]?.offered ?? 0)),
    })),
  }
}
