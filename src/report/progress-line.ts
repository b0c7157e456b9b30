import { count, milliseconds, rate, share } from '../core/figure.ts'
import type { Live } from '../core/progress.ts'
import { clean } from './clean.ts'

export interface Moment {
  /** Since the load began, else since the Job was there. */
  readonly elapsedMs: number
  readonly totalMs: number
  readonly pods: { readonly running: number; readonly expected: number }
  readonly live: Live
}

/** One line for one interval, each figure with its name; what is not known is left out. */
export function progressLine({ elapsedMs, totalMs, pods, live }: Moment): string {
  const loading = live.phase === 'running'
  const worst = live.heard > 1 ? ' (worst pod)' : ''
  const parts = [
    loading ? `${watchTime(elapsedMs)} of ${watchTime(totalMs)}` : watchTime(elapsedMs),
    phaseText(live),
    `pods ${pods.running}/${pods.expected}`,
    live.throughput === undefined ? (loading ? 'no samples' : '') : rate(live.throughput),
    live.worstP95 === undefined ? '' : `p95 ${milliseconds(live.worstP95)}${worst}`,
    live.errors === undefined ? '' : `errors ${share(live.errors)}`,
    live.worstCpu === undefined ? '' : `generator CPU ${share(live.worstCpu)}${worst}`,
    loading || live.count === 0 ? '' : `${count(live.count)} samples`,
    live.silent === 0 ? '' : `${live.silent} of ${live.heard} pods silent for a minute`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

const PHASES = {
  claimed: 'waiting for all pods',
  waiting: 'waiting for all pods',
  running: 'load',
  finishing: 'handing on the results',
  done: 'done',
} as const

function phaseText({ phase, block }: Live): string {
  if (phase === undefined) return 'starting'
  return phase === 'running' && block !== undefined && block !== 'load' ? `load ${clean(block, 40)}` : PHASES[phase]
}

/** 0:05, 12:40, 1:02:03. */
function watchTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (part: number) => String(part).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
