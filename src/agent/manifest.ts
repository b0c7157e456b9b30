import { summaryOf } from '../core/jtl/merge.ts'
import type { PodManifest } from '../core/spec.ts'
import type { BlockResult } from './block.ts'
import { persist } from './persist.ts'
import type { AgentWorld } from './world.ts'

/** How the pod's part of the run ended. */
export interface Ending {
  readonly state: PodManifest['state']
  readonly message?: string
}

const TAIL_LINES = 40

/** Writes the manifest, the last object of this pod: who finds it has all the others. */
export async function shipManifest(world: AgentWorld, ending: Ending, results: readonly BlockResult[]): Promise<void> {
  const { keys, pod, store, say } = world
  const body = JSON.stringify(await manifestOf(world, ending, results))
  const key = keys.manifest(pod.index)
  const written = await persist(world, 'manifest', () => store.create(key, body, 'application/json'))
  say(written ? `manifest: ${ending.state}` : 'manifest: it was there already, and stays as it is')
}

async function manifestOf({ spec, pod, mailbox }: AgentWorld, ending: Ending, results: readonly BlockResult[]) {
  const rows = results.map((result) => result.rows)
  const sum = (pick: (rows: { read: number; skipped: number }) => number) => rows.reduce((n, row) => n + pick(row), 0)
  const read = { read: sum((row) => row.read), skipped: sum((row) => row.skipped) }
  const last = spec.blocks[Math.max(0, results.length - 1)]?.id ?? ''
  const files = ending.state === 'failed' ? [`${last}/jmeter.log`, `${last}/stdout`] : [`${last}/stdout`]
  const output = await Promise.all(files.map((name) => mailbox.read(name)))
  const manifest: PodManifest = {
    schema: 'perf-action/manifest/v1',
    run: spec.run,
    index: pod.index,
    pod: pod.name,
    ...(pod.node === undefined ? {} : { node: pod.node }),
    ...ending,
    blocks: results.map(({ end }) => end),
    summary: summaryOf(
      results.map(({ summary }) => summary),
      read,
      results.flatMap(({ warnings }) => warnings),
    ),
    tail: output.flatMap((text) => lastLines(text ?? '')),
  }
  return manifest
}

function lastLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .filter((line) => line !== '')
}
