import { readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type CgroupReading, readCgroupV1, readCgroupV2 } from '../core/cgroup.ts'
import { gcPauses } from '../core/gc-log.ts'
import { cpuShare, generatorHealth } from '../core/generator-health.ts'
import type { Block, GeneratorHealth } from '../core/spec.ts'
import type { Generator } from './generator.ts'
import type { AgentWorld } from './world.ts'

/** The generator's own CPU, memory and garbage collection, from its container's cgroup and its GC log. */
export interface Vitals {
  /** Takes a reading when one is due. */
  read(): Promise<void>
  /** CPU use over its limit, between the last two readings. */
  cpu(): number | undefined
  health(startedAt: number, endedAt: number): Promise<GeneratorHealth>
}

const MOST_READINGS = 3600

export function createVitals({ clock, mailbox }: AgentWorld, block: Block, generator: Generator): Vitals {
  const readings: CgroupReading[] = []
  const everyMs = Math.max(1000, block.durationMs / MOST_READINGS)
  return {
    async read() {
      const at = clock.now()
      if (at < (readings.at(-1)?.at ?? 0) + everyMs) return
      const pid = await generator.pid()
      // One uid and a shared process namespace: the other container's files are ours to read.
      if (pid !== undefined && isContained(pid)) readings.push(readCgroup(`/proc/${pid}/root/sys/fs/cgroup`, at))
    },
    cpu() {
      const [earlier, later] = readings.slice(-2)
      return earlier && later && cpuShare(earlier, later)
    },
    async health(startedAt, endedAt) {
      const log = await mailbox.read(`${block.id}/gc.log`)
      const window = { from: startedAt + block.rampMs, to: Math.min(endedAt, startedAt + block.durationMs) }
      return generatorHealth({ readings, ...window, ...(log === undefined ? {} : { pauses: gcPauses(log) }) })
    },
  }
}

/** Whether a process has a container of its own: where its root is ours, the cgroup is the whole machine's, target included. */
function isContained(pid: number): boolean {
  try {
    const [theirs, ours] = [statSync(`/proc/${pid}/root/`), statSync('/')]
    return theirs.dev !== ours.dev || theirs.ino !== ours.ino
  } catch {
    return false // it has ended, or this system has no /proc
  }
}

/** A reading of the cgroup whose files are in this folder. Without a CPU limit it may use every CPU. */
export function readCgroup(folder: string, at: number): CgroupReading {
  const file = (name: string) => {
    try {
      return readFileSync(`${folder}/${name}`, 'utf8')
    } catch {
      return undefined // not every kernel has every file
    }
  }
  const read = file('cgroup.controllers') === undefined ? readCgroupV1 : readCgroupV2
  return { limitCores: availableParallelism(), ...read(file, at) }
}
