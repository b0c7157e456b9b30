import type { Rendered } from '../core/manifest/render.ts'
import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Commit, Store, World } from '../ports.ts'
import { writeRunRecord } from './run-record.ts'

export interface ToCommit {
  readonly run: Run
  readonly rendered: Rendered
  readonly request: Request
  readonly check: number | undefined
}

/**
 * Step 4: the run's folder into the Flux repository. What the pods and a later workflow need is in the bucket before,
 * and what `post` must undo is saved before.
 */
export async function commit(
  { run, rendered, request, check }: ToCommit,
  { store, manifests, remember }: Pick<World, 'manifests' | 'remember'> & { readonly store: Store },
): Promise<Commit> {
  const at = keys(run)
  await writeRunRecord({ run, digest: rendered.digest, request, state: 'open' }, store)
  await Promise.all([
    ...rendered.uploads.map(({ key, content }) => store.put(key, content, 'application/octet-stream')),
    ...rendered.files
      .filter(({ path }) => !path.endsWith('.mjs'))
      .map(({ path, content }) => store.put(at.plan(path), content, 'text/plain; charset=utf-8')),
  ])
  remember({ run: run.id, test: run.test.name, committed: true, ...(check === undefined ? {} : { check }) })
  const { owner, repo, pull } = request.origin
  const subject = `perf: start ${run.test.name} ${run.id}`
  const why = `${owner}/${repo}${pull === undefined ? '' : `#${pull}`}\n${request.origin.workflowUrl}`
  return manifests.commit(run.id, rendered.files, `${subject}\n\n${why}\n`)
}
