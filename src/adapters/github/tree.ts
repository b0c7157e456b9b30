import { PerfError } from '../../core/error.ts'
import type { ManifestFile } from '../../core/manifest/folder.ts'
import { place } from '../../core/manifest/place.ts'
import type { Octokit } from './client.ts'

export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}

type Entries = NonNullable<Parameters<Octokit['rest']['git']['createTree']>[0]>['tree']
type Entry = Entries[number]

/** Trees of one repository: what a folder is made of, and how it is put into or taken from a commit's tree. */
export function openTrees(octokit: Octokit, repository: RepositoryName) {
  const { git } = octokit.rest

  async function create(tree: Entries, base?: string): Promise<string> {
    const { data } = await git.createTree({ ...repository, tree, ...(base === undefined ? {} : { base_tree: base }) })
    return data.sha
  }

  async function entry({ path, content }: ManifestFile): Promise<Entry> {
    const file = { path: place(path), mode: '100644', type: 'blob' } as const
    const text = typeof content === 'string' ? content.toWellFormed() : asText(content)
    if (text !== undefined) return { ...file, content: text }
    const blob = { content: Buffer.from(content).toString('base64'), encoding: 'base64' }
    return { ...file, sha: (await git.createBlob({ ...repository, ...blob })).data.sha }
  }

  /** The entries of a directory of a tree; undefined where there is none. */
  async function list(tree: string, path: string): Promise<readonly (Entry & { path: string })[] | undefined> {
    const { data } = await git.getTree({ ...repository, tree_sha: tree })
    if (data.truncated) throw new PerfError('COMMIT', `a directory above ${path} has too many files to be listed`)
    const entries = data.tree.map(
      ({ path: name, mode, type, sha }) => ({ path: name, mode, type, sha }) as Entry & { path: string },
    )
    if (path === '') return entries
    const [name = '', ...rest] = path.split('/')
    const below = entries.find((candidate) => candidate.path === name && candidate.type === 'tree')
    return typeof below?.sha === 'string' ? list(below.sha, rest.join('/')) : undefined
  }

  return {
    /** A tree of exactly these files. */
    async folder(files: readonly ManifestFile[]): Promise<string> {
      return create(await Promise.all(files.map(entry)))
    },

    /** `root` with the tree `sha` at `path`, in place of whatever is there. */
    put: (root: string, path: string, sha: string) => create([{ path, mode: '040000', type: 'tree', sha }], root),

    /**
     * `root` without `path/folder`; undefined when it is not there. The directory is written anew: GitHub takes
     * `sha: null` for files only. The last folder leaves a `.gitkeep` behind, so that Flux still finds the path.
     */
    async remove(root: string, path: string, folder: string): Promise<string | undefined> {
      const entries = await list(root, path)
      if (entries?.some((candidate) => candidate.path === folder) !== true) return undefined
      const kept = entries.filter((candidate) => candidate.path !== folder)
      const keep: Entry = { path: '.gitkeep', mode: '100644', type: 'blob', content: '' }
      const directory = await create(kept.length === 0 ? [keep] : kept)
      return path === '' ? directory : this.put(root, path, directory)
    },
  }
}

/** The bytes as text, where nothing is lost by it. */
function asText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
