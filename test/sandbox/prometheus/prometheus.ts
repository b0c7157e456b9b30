import { onPath } from '../child.ts'
import { startPrometheusProgram } from './debian.ts'
import type { Target } from './scrape.ts'
import { type Prometheus, startOwnPrometheus } from './server.ts'

/** A Prometheus that scrapes these targets: the program where it is on PATH, else the few parts of it that are needed. */
export async function startPrometheus(targets: readonly Target[]): Promise<Prometheus> {
  const command = onPath('prometheus')
  return command === undefined ? startOwnPrometheus(targets) : startPrometheusProgram(command, targets)
}
