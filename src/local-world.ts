// Wiring of a run from a terminal without a cluster: as world.ts, it only builds adapters.
import { randomBytes } from 'node:crypto'
import { systemClock as clock } from './adapters/clock.ts'
import { createDirectoryStore } from './adapters/directory-store.ts'
import { createLocalCluster } from './adapters/local/cluster.ts'
import { muteForge as forge } from './adapters/mute-forge.ts'
import { createMetrics, type MetricSource } from './adapters/prometheus.ts'
import { createWorkspace, overlaid } from './adapters/workspace.ts'
import { PerfError } from './core/error.ts'
import type { UndoChange } from './core/undo.ts'
import type { Log, ServiceProxy, Workloads, World } from './ports.ts'

/** What the command line hands in. */
export interface LocalSurroundings {
  readonly env: NodeJS.ProcessEnv
  readonly log: Log
  readonly signal: AbortSignal
  readonly remember: (change: UndoChange) => void
  /** The folder that the config and its plans are read from. */
  readonly root: string
  /** The config as it is to be run: options may have changed what the file says. */
  readonly config: { readonly path: string; readonly text: string }
  /** The directory of the results. */
  readonly storeDir: string
  readonly prometheus: Readonly<Record<string, MetricSource>>
}

/** A world of this machine alone; `close` ends every process that it started. */
export function createLocalWorld(around: LocalSurroundings): { readonly world: World; close(): Promise<void> } {
  const { env, log, signal, remember, root, config, storeDir, prometheus } = around
  const cluster = createLocalCluster({ storeDir, env, clock })
  const { manifests, flux, jobs } = cluster
  const session = {
    ...{ flux, jobs, workloads: noWorkloads },
    store: createDirectoryStore(storeDir),
    metrics: createMetrics(prometheus, { proxy: noProxy, clock, signal }),
    close: () => undefined,
  }
  const world: World = {
    ...{ log, clock, signal, remember, manifests, forge },
    files: overlaid(createWorkspace(root), config),
    authenticate: async () => session,
    random: (bytes) => randomBytes(bytes),
  }
  return { world, close: () => cluster.close() }
}

const noWorkloads: Workloads = {
  async containers() {
    throw new PerfError('CONFIG', 'a local run has no cluster to ask for the image of a target', {
      hint: 'let the target say its revision by a URL: target: {url, revision: URL}',
    })
  },
}

const noProxy: ServiceProxy = async () => {
  throw new PerfError('METRICS', 'a local run has no cluster to ask for a service', {
    hint: 'name the Prometheus by its URL: kubectl port-forward makes one',
  })
}
