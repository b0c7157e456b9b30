import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PerfError } from '../../core/error.ts'
import { fastImport } from '../../core/manifest/fast-import.ts'
import type { ManifestFile } from '../../core/manifest/folder.ts'
import { place } from '../../core/manifest/place.ts'
import type { Clock, Commit, Manifests } from '../../ports.ts'
import { type Git, isRace, last, lasting, type Output, openGit, type Remote } from './command.ts'

export interface GitManifestsOptions extends Remote {
  /** The path that Flux reconciles. */
  readonly path: string
  /** Where the temporary clone goes: `RUNNER_TEMP`, or the system's folder for such. */
  readonly workdir: string
  readonly clock: Clock
}

/** What a commit on top of `tip` shall do; undefined: nothing is to be done. */
type Change = (tip: string, clone: Clone) => Promise<{ remove: string; files: readonly ManifestFile[] } | undefined>

/** A try fails only because another one's commit landed: with so many, 24 runs that start at once all land. */
const tries = 24
const tipRef = 'refs/perf-action/tip'

/**
 * The Flux repository by `git push`, on any host. The clone is bare, shallow and without files' contents; dispose to
 * remove it. Throws COMMIT.
 */
export function createGitManifests(options: GitManifestsOptions): Manifests & AsyncDisposable {
  const path = place(options.path)
  let opened: Promise<Clone> | undefined
  const clone = () => {
    opened ??= Clone.open(options)
    return opened
  }
  const inFolder = (folder: string) => place(path, folder)
  return {
    repository: options.url,
    async commit(folder, files, message) {
      const placed = files.map(({ path: name, content }) => ({ path: place(inFolder(folder), name), content }))
      const change: Change = async () => ({ remove: inFolder(folder), files: placed })
      const { commit, tip } = await (await clone()).land(change, message)
      return commit ?? { sha: tip }
    },
    async withdraw(folder, message) {
      const change: Change = async (tip, { children }) => {
        const names = await children(tip, path)
        if (!names.includes(inFolder(folder))) return undefined
        const keep = names.length === 1 ? [{ path: place(path, '.gitkeep'), content: '' }] : []
        return { remove: inFolder(folder), files: keep }
      }
      return (await (await clone()).land(change, message)).commit
    },
    compare: async (commit, revision) => (commit === revision ? 'contains' : (await clone()).compare(commit, revision)),
    async [Symbol.asyncDispose]() {
      const { dir } = (await opened?.catch(() => undefined)) ?? {}
      if (dir !== undefined) await rm(dir, { recursive: true, force: true })
    },
  }
}

class Clone {
  readonly dir: string
  readonly #git: Git
  readonly #options: GitManifestsOptions
  #commits = 0

  private constructor(dir: string, options: GitManifestsOptions) {
    this.dir = dir
    this.#git = openGit(dir, options)
    this.#options = options
  }

  static async open(options: GitManifestsOptions): Promise<Clone> {
    const clone = new Clone(await mkdtemp(join(options.workdir, 'perf-action-git-')), options)
    await clone.#must(['init', '--quiet', '--bare'])
    await clone.#must(['check-ref-format', `refs/heads/${options.branch}`])
    await clone.#must(['remote', 'add', '--', 'origin', options.url])
    return clone
  }

  /**
   * Puts the change on the branch's tip and pushes it, on the next tip when others were faster. `commit` is undefined
   * when there was nothing to do. A push whose answer was lost is found again on the next tip.
   */
  async land(change: Change, message: string): Promise<{ commit: Commit | undefined; tip: string }> {
    const { branch, url, clock } = this.#options
    let tried = false
    let said = ''
    for (let attempt = 1; attempt <= tries; attempt++) {
      const fetched = await this.#fetch(['--depth=1', '--filter=blob:none'])
      if (fetched.exit === 0) {
        const tip = await this.#must(['rev-parse', '--verify', tipRef])
        const todo = await change(tip, this)
        const sha = todo === undefined ? tip : await this.#write({ ...todo, from: tip, message })
        if (await this.#sameTree(tip, sha)) return { commit: tried ? { sha: tip } : undefined, tip }
        const pushed = await this.#remote(['push', '--porcelain', 'origin', `${sha}:refs/heads/${branch}`])
        if (pushed.exit === 0) return { commit: { sha }, tip: sha }
        tried = true
        said = isRace(pushed.stdout) ? 'others were faster each time' : last(pushed.stderr)
      } else said = last(fetched.stderr)
      await clock.sleep(Math.random() * Math.min(8000, 200 * 2 ** attempt))
    }
    throw new PerfError('COMMIT', `git could not commit to ${branch} of ${url} in ${tries} tries: ${said}`, {
      hint: 'Run the job again; if others push to it all the time, give the runs a branch of their own.',
    })
  }

  async compare(commit: string, revision: string): Promise<'contains' | 'behind' | 'diverged'> {
    const shallow = (await this.#must(['rev-parse', '--is-shallow-repository'])) === 'true'
    const fetched = await this.#fetch(['--filter=tree:0', ...(shallow ? ['--unshallow'] : [])])
    if (fetched.exit !== 0) throw this.#failure(fetched)
    if (await this.#isAncestor(commit, revision)) return 'contains'
    return (await this.#isAncestor(revision, commit)) ? 'behind' : 'diverged'
  }

  /** Paths of what lies directly under `path` in a commit. */
  children = async (commit: string, path: string): Promise<readonly string[]> => {
    const listing = await this.#must([
      'ls-tree',
      '-z',
      '--name-only',
      commit,
      ...(path === '' ? [] : ['--', `${path}/`]),
    ])
    return listing.split('\0').filter((name) => name !== '')
  }

  async #write(commit: {
    remove: string
    files: readonly ManifestFile[]
    from: string
    message: string
  }): Promise<string> {
    const ref = `refs/perf-action/${++this.#commits}`
    return this.#must(
      ['fast-import', '--quiet', '--done'],
      fastImport({ ...commit, ref, at: this.#options.clock.now() }),
    )
  }

  async #sameTree(one: string, other: string): Promise<boolean> {
    if (one === other) return true
    const trees = await this.#must(['rev-parse', `${one}^{tree}`, `${other}^{tree}`])
    return new Set(trees.split('\n')).size === 1
  }

  async #isAncestor(older: string, newer: string): Promise<boolean> {
    const answer = await this.#git(['merge-base', '--is-ancestor', older, newer])
    if (answer.exit > 1) throw this.#failure(answer)
    return answer.exit === 0
  }

  async #fetch(how: readonly string[]): Promise<Output> {
    const spec = `+refs/heads/${this.#options.branch}:${tipRef}`
    return this.#remote(['fetch', '--quiet', '--no-tags', ...how, 'origin', spec])
  }

  /** Speaks to the remote; throws what another try would not mend. */
  async #remote(args: readonly string[]): Promise<Output> {
    const answer = await this.#git(args)
    const failure = answer.exit === 0 ? undefined : lasting(answer, this.#options)
    if (failure !== undefined) throw failure
    return answer
  }

  async #must(args: readonly string[], input?: Uint8Array): Promise<string> {
    const answer = await this.#git(args, input)
    if (answer.exit !== 0) throw this.#failure(answer)
    return answer.stdout.trim()
  }

  #failure({ exit, stdout, stderr }: Output): PerfError {
    return new PerfError('COMMIT', `git failed (${exit}): ${last(`${stdout}\n${stderr}`)}`)
  }
}
