import {
  type CommitObject,
  GitFailure,
  graft,
  readBlob,
  readCommit,
  readTree,
  resolve,
  type TreeChange,
  writeBlob,
  writeCommit,
} from './bare.ts'
import type { Answer, Call, Handler } from './call.ts'
import { Refusal, user } from './call.ts'
import { divergence, isAncestor, moveBranch } from './history.ts'
import type { ObjectType } from './objects.ts'

const api = ({ base, repository }: Call) => `${base}/repos/${repository.name}`

async function existing(call: Call, name: string, type: ObjectType): Promise<string> {
  const sha = await resolve(call.repository.bare, name, type)
  if (sha === undefined) throw new Refusal(404, 'Not Found')
  return sha
}

function reference(call: Call, ref: string, sha: string) {
  const url = `${api(call)}/git/${ref}`
  return { ref, node_id: '', url, object: { type: 'commit', sha, url: `${api(call)}/git/commits/${sha}` } }
}

function commit(call: Call, object: CommitObject, signed: boolean) {
  const html = `${call.base}/${call.repository.name}/commit`
  const verification = signed
    ? { verified: true, reason: 'valid', signature: '-----BEGIN PGP SIGNATURE-----', payload: '', verified_at: null }
    : { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }
  return {
    sha: object.sha,
    node_id: '',
    url: `${api(call)}/git/commits/${object.sha}`,
    html_url: `${html}/${object.sha}`,
    author: object.author,
    committer: object.committer,
    message: object.message,
    tree: { sha: object.tree, url: `${api(call)}/git/trees/${object.tree}` },
    parents: object.parents.map((sha) => ({
      sha,
      url: `${api(call)}/git/commits/${sha}`,
      html_url: `${html}/${sha}`,
    })),
    verification,
  }
}

const getRef: Handler = async (call) => {
  if ((await resolve(call.repository.bare, 'HEAD', 'commit')) === undefined)
    throw new Refusal(409, 'Git Repository is empty.')
  const ref = `refs/${call.params['ref']}`
  return { status: 200, body: reference(call, ref, await existing(call, ref, 'commit')) }
}

const updateRef: Handler = async (call) => {
  const { bare } = call.repository
  const ref = `refs/${call.params['ref']}`
  const old = await resolve(bare, ref, 'commit')
  const sha = await resolve(bare, call.body.sha, 'commit')
  if (old === undefined) throw new Refusal(422, 'Reference does not exist')
  if (sha === undefined) throw new Refusal(422, 'Object does not exist')
  if (call.repository.protected?.includes(ref.slice('refs/heads/'.length)))
    throw new Refusal(422, 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n')
  const forward = call.body.force === true || (await isAncestor(bare.dir, old, sha))
  if (!forward || !(await moveBranch(bare.dir, ref, { old, sha })))
    throw new Refusal(422, 'Update is not a fast forward')
  return { status: 200, body: reference(call, ref, sha) }
}

const getCommit: Handler = async (call) => {
  const sha = await existing(call, call.params['commit_sha']!, 'commit')
  return { status: 200, body: commit(call, await readCommit(call.repository.bare, sha), false) }
}

const createCommit: Handler = async (call) => {
  const { bare } = call.repository
  const { message, tree, parents = [], author, committer } = call.body
  if ((await resolve(bare, tree, 'tree')) === undefined) throw new Refusal(422, 'Tree SHA does not exist')
  for (const parent of parents)
    if ((await resolve(bare, parent, 'commit')) === undefined) throw new Refusal(422, 'Parent SHA does not exist')
  const { login } = user(call.account)
  const self = { name: login, email: `${login}@users.noreply.github.com`, date: new Date().toISOString() }
  const own = { ...self, ...author }
  const object = { tree, parents, message, author: own, committer: { ...own, ...committer } }
  const sha = await writeCommit(bare, object)
  const signed = call.account.app !== undefined && author === undefined && committer === undefined
  return { status: 201, body: commit(call, await readCommit(bare, sha), signed) }
}

async function treeOf(call: Call, sha: string, recursive = false) {
  const entries = await readTree(call.repository.bare, sha, recursive)
  const tree = entries.map(({ type, ...entry }) => ({ ...entry, type, url: `${api(call)}/git/${type}s/${entry.sha}` }))
  return { sha, url: `${api(call)}/git/trees/${sha}`, truncated: false, tree }
}

const getTree: Handler = async (call) => {
  const sha = await existing(call, call.params['tree_sha']!, 'tree')
  return { status: 200, body: await treeOf(call, sha, call.query.has('recursive')) }
}

/** What GitHub refuses as "malformed path component". */
const malformed = (path: string) =>
  path.split('/').some((part) => /^(\.{0,2}|\.git)$/i.test(part) || part.includes('\0'))

async function change(call: Call, entry: Record<string, string | null>): Promise<TreeChange> {
  const { path, mode = '100644', content } = entry
  if (typeof path !== 'string' || malformed(path))
    throw new Refusal(422, 'tree.path contains a malformed path component')
  if (typeof content === 'string' && entry['sha'] !== undefined)
    throw new Refusal(422, 'Must supply either tree.sha or tree.content, not both')
  if (entry['sha'] === null) return { path, to: null }
  const type = entry['type'] ?? 'blob'
  const sha = typeof content === 'string' ? await writeBlob(call.repository.bare, Buffer.from(content)) : entry['sha']
  if (typeof sha !== 'string') throw new Refusal(422, 'Must supply a valid tree.sha')
  const found = await resolve(call.repository.bare, sha, type === 'tree' ? 'tree' : 'blob')
  if (found !== sha) throw new Refusal(422, `tree.sha ${sha} is not a valid ${type}`)
  return { path, to: { mode: mode ?? '100644', type, sha } }
}

const createTree: Handler = async (call) => {
  const base = call.body.base_tree === undefined ? undefined : await existing(call, call.body.base_tree, 'tree')
  const changes: TreeChange[] = []
  for (const entry of call.body.tree) changes.push(await change(call, entry))
  if (changes.length === 0) throw new Refusal(422, 'Invalid tree info')
  const sha = await graft(call.repository.bare, base, changes).catch((failure: unknown) => {
    if (failure instanceof GitFailure) throw new Refusal(422, 'GitRPC::BadObjectState')
    throw failure
  })
  if (sha === undefined) throw new Refusal(422, 'Invalid tree info')
  return { status: 201, body: await treeOf(call, sha) }
}

const createBlob: Handler = async (call) => {
  const { content, encoding } = call.body
  const sha = await writeBlob(call.repository.bare, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))
  return { status: 201, body: { sha, url: `${api(call)}/git/blobs/${sha}` } }
}

const getBlob: Handler = async (call) => {
  const sha = await existing(call, call.params['file_sha']!, 'blob')
  const content = await readBlob(call.repository.bare, sha)
  const encoded = { encoding: 'base64', content: content.toString('base64') }
  const body = { sha, node_id: '', size: content.length, url: `${api(call)}/git/blobs/${sha}`, ...encoded }
  return { status: 200, body }
}

function commitListItem(call: Call, object: CommitObject): Record<string, unknown> {
  const { sha, url, html_url, node_id, parents, verification, ...rest } = commit(call, object, false)
  const inner = { ...rest, url, comment_count: 0, verification }
  const shown = { sha, node_id, url, html_url, comments_url: `${url}/comments`, author: null, committer: null }
  return { ...shown, parents, commit: inner }
}

const compare: Handler = async (call): Promise<Answer> => {
  const { bare } = call.repository
  const base = await existing(call, call.params['base']!, 'commit')
  const head = await existing(call, call.params['head']!, 'commit')
  const found = await divergence(bare.dir, base, head)
  if (found === undefined) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`)
  const { merge, ahead, behind, between } = found
  const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
  const item = async (sha: string) => commitListItem(call, await readCommit(bare, sha))
  const shown = between.slice(0, Number(call.query.get('per_page') ?? 250))
  const url = `${api(call)}/compare/${base}...${head}`
  const links = { html_url: url, permalink_url: url, diff_url: url, patch_url: url }
  const commits = await Promise.all(shown.map(item))
  const ends = { base_commit: await item(base), merge_base_commit: await item(merge) }
  const counts = { status, ahead_by: ahead, behind_by: behind, total_commits: ahead }
  return { status: 200, body: { url, ...links, ...counts, ...ends, commits, files: [] } }
}

/** Git Data, over the bare repository itself. */
export const gitData: Readonly<Record<string, Handler>> = {
  'git/get-ref': getRef,
  'git/update-ref': updateRef,
  'git/get-commit': getCommit,
  'git/create-commit': createCommit,
  'git/get-tree': getTree,
  'git/create-tree': createTree,
  'git/get-blob': getBlob,
  'git/create-blob': createBlob,
  'repos/compare-commits': compare,
}
