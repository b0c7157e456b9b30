import { FLUX, type FluxSetup, fluxObjects } from '../flux-objects.ts'
import { until } from '../until.ts'
import { apply, kubectl } from './rig.ts'

/** The rig has Node under this tag alone. */
const RIG_NODE = { name: 'node', newTag: '24-slim' }

/** Applies Flux's objects and waits until Flux is ready with them; the rig's git server lets everybody read. */
export async function applyFlux(setup: FluxSetup): Promise<void> {
  await apply(...fluxObjects({ ...setup, images: [RIG_NODE] }))
  const ready = ['-n', FLUX.namespace, 'wait', `kustomization/${FLUX.name}`, '--for=condition=Ready', '--timeout=60s']
  await kubectl(...ready)
}

const OURS = 'app.kubernetes.io/name=perf-action'

/** Removes both objects; the Kustomization's end prunes what it had applied. */
export async function removeFlux(): Promise<void> {
  const { namespace, name } = FLUX
  await patchKustomization({ suspend: false }).catch(() => {}) // a suspended one would end without pruning
  for (const kind of ['kustomization', 'gitrepository'])
    await kubectl('-n', namespace, 'delete', `${kind}/${name}`, '--ignore-not-found', '--timeout=60s')
  await kubectl('-n', 'perf', 'delete', 'jobs,configmaps,poddisruptionbudgets', '-l', OURS, '--ignore-not-found')
  // those of a world that was killed have their grace of two minutes
  await until('the end of all Jobs and pods of runs', async () => (await runsInCluster()).length === 0, 150)
}

/** Changes the spec of the Kustomization by a merge patch. */
export async function patchKustomization(spec: object): Promise<void> {
  const patch = JSON.stringify({ spec })
  await kubectl('-n', FLUX.namespace, 'patch', `kustomization/${FLUX.name}`, '--type=merge', '-p', patch)
}

/** The Jobs, pods, ConfigMaps and disruption budgets of runs in the cluster, as `kind/name`. */
export async function runsInCluster(): Promise<readonly string[]> {
  const kinds = 'jobs,pods,configmaps,poddisruptionbudgets'
  const listed = await kubectl('-n', 'perf', 'get', kinds, '-l', OURS, '-o', 'name')
  return listed.split('\n').filter((line) => line !== '')
}
