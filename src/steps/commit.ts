import { place } from '../core/manifest/place.ts'
import type { Rendered } from '../core/manifest/render.ts'
import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Commit, Store, World } from '../ports.ts'
import { openRunRecord } from './run-record.ts'

export interface ToCommit {
  readonly run: Run
  readonly rendered: Rendered
  readonly request: Request
}

/**
 * Step 4: the run's folder into the Flux repository. What the pods and a later workflow need is in the bucket before,
 * and what `post` must undo is saved before.
 */
export async function commit(
  { run, rendered, request }: ToCommit,
  {
    store,
    files,
    manifests,
    log,
    remember,
    signal,
  }: Pick<World, 'files' | 'manifests' | 'log' | 'remember' | 'signal'> & { readonly store: Store },
): Promise<Commit> {
  const at = keys(run)
  remember({ run: run.id, test: run.test.name, committed: true })
  await openRunRecord({ run, digest: rendered.digest, request }, store)
  const config = (await files.read(request.config)) ?? ''
  await Promise.all([
    store.put(at.plan('perf.yaml'), config, 'text/plain; charset=utf-8'),
    ...rendered.uploads.map(({ key, content }) => store.put(key, content, 'application/octet-stream')),
    ...rendered.files
      .filter(({ path }) => !path.endsWith('.mjs'))
      .map(({ path, content }) => store.put(at.plan(path), content, 'text/plain; charset=utf-8')),
  ])
  signal.throwIfAborted() // a cancelled workflow makes no load
  const committed = await manifests.commit(run.id, rendered.files, message(run, request))
  const where = `${place(request.fluxPath, run.id)} on ${request.fluxBranch}`
  const whose = manifests.repository === undefined ? '' : ` of ${manifests.repository}`
  log.info(`${rendered.files.length} files in ${where}${whose}, committed by ${committed.url ?? committed.sha}`)
  return committed
}

/** In words: `owner/repo#1` would show every start as a reference on the pull request. */
function message({ id, test }: Run, { origin: { owner, repo, pull, workflowUrl } }: Request): string {
  const whose = pull === undefined ? `${owner}/${repo}` : `pull request ${pull} of ${owner}/${repo}`
  return `perf: start ${test.name} ${id}\n\nFor ${whose}: ${workflowUrl}\n`
}
