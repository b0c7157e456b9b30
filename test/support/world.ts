import type { ManifestFile } from '../../src/core/manifest/folder.ts'
import { afterChange, type Undo } from '../../src/core/undo.ts'
import type { Commit, Published, Session, World } from '../../src/ports.ts'
import { type ClusterScript, memoryCluster } from './cluster.ts'
import { metricResult, START } from './evidence.ts'
import { memoryStore } from './memory-store.ts'
import { turningClock } from './turning-clock.ts'

/** What is not as it should be in a world; without any of it a run goes well. */
export interface Script extends ClusterScript {
  /** The text of perf.yaml. */
  readonly perf?: string
  /** What the pull request is labelled with, or the merged one. */
  readonly labels?: readonly string[]
  /** The permissions that the job's token lacks. */
  readonly missing?: readonly string[]
  /** Called with every act before it is done; what it throws is what the act throws. */
  readonly before?: (act: string) => void
}

export type Stage = ReturnType<typeof createWorld>

/** Cluster, bucket, Flux repository and forge in memory; `history` has what was done to them, in order. */
export function createWorld(script: Script = {}) {
  const history: string[] = []
  const lines: string[] = []
  const checks: { readonly name: string; readonly title: string; readonly conclusion?: string }[] = []
  const comments = new Map<string, string>()
  const folders = new Map<string, readonly ManifestFile[]>()
  const remembered = new Map<string, Undo>()
  const abort = new AbortController()
  const clock = turningClock(START)
  const act = (what: string) => {
    script.before?.(what)
    history.push(what)
  }
  const store = memoryStore((key) => act(`put ${key}`))
  let commits = 0
  let runs = 0
  const tip = () => `c${commits}`
  const change = (what: string, folder: string, files?: readonly ManifestFile[]): Commit => {
    act(`${what} ${folder}`)
    if (files) folders.set(folder, files)
    else folders.delete(folder)
    commits++
    return { sha: tip(), url: `https://git.example/${tip()}` }
  }
  const publish = (permission: string, id: number): Published =>
    script.missing?.includes(permission) ? { missing: permission } : { id, url: `https://forge.example/${id}` }
  const { flux, jobs, running } = memoryCluster(script, { folders, tip, store, clock })

  const session: Session = {
    ...{ flux, jobs, store },
    workloads: { containers: async () => [] },
    metrics: {
      range: async ({ id, query, source }, window) => metricResult(id, { query, source, window }),
    },
    close: () => act('close'),
  }
  const world: World = {
    log: {
      info: (line) => void lines.push(line),
      warning: (line) => void lines.push(`warning: ${line}`),
      group: (name, step) => {
        lines.push(`[${name}]`)
        return step()
      },
    },
    clock,
    signal: abort.signal,
    files: { read: async (path) => (path === 'perf.yaml' ? new TextEncoder().encode(script.perf ?? PERF) : undefined) },
    manifests: {
      repository: 'acme/fleet',
      commit: async (folder, files) => change('commit', folder, files),
      withdraw: async (folder) => (folders.has(folder) ? change('withdraw', folder) : undefined),
      compare: async () => 'contains',
    },
    forge: {
      labels: async () =>
        script.missing?.includes('pull-requests: read')
          ? { missing: 'pull-requests: read' }
          : script.labels && { pull: 7, labels: script.labels },
      startCheck: async (name, { title }) => {
        act(`start check of ${name}`)
        const published = publish('checks: write', checks.length)
        if ('id' in published) checks.push({ name, title })
        return published
      },
      finishCheck: async (id, conclusion, { title }) => {
        act(`end check of ${checks[id]?.name}`)
        checks[id] = { name: checks[id]!.name, title, conclusion }
        return publish('checks: write', id)
      },
      comment: async (marker, body) => {
        act('comment')
        const published = publish('pull-requests: write', 1)
        if ('id' in published) comments.set(marker, body)
        return published
      },
    },
    authenticate: async () => session,
    remember: (change) => {
      const now = afterChange(remembered.get(change.run), change)
      history.push(`remember ${now?.committed ? 'folder' : 'no folder'}, ${now?.check === undefined ? 'no ' : ''}check`)
      if (now) remembered.set(change.run, now)
      else remembered.delete(change.run)
    },
    random: (bytes) => new Uint8Array(bytes).fill(runs++),
  }
  /** What `post` finds to undo. */
  const left = () => [...remembered.values()]
  return { world, session, store, history, lines, checks, comments, folders, running, left, abort }
}

const PERF = `version: 1
tests:
  checkout:
    profile: load
    generator: http
    target: http://shop.shop:8080
    pods: 2
    threads: 40
    ramp: 30s
    duration: 1m
    requests: [{path: /}]
    limits: ['p95 < 500 ms', 'metric(cpu).max < 0.8']
    metrics: {cpu: {query: 'cpu{job="$job"}', unit: cores}}
`
