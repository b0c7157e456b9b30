import { PerfError } from '../../core/error.ts'
import { place } from '../../core/manifest/place.ts'
import type { Clock, Commit, Manifests } from '../../ports.ts'
import { isRefusal, type Octokit, openClient } from './client.ts'
import { commitError } from './refused.ts'
import { openTrees, type RepositoryName } from './tree.ts'

export interface ApiManifestsOptions {
  readonly token: string
  /** `https://api.github.com`, or the runner's `GITHUB_API_URL`. */
  readonly baseUrl: string
  /** `owner/name` of the Flux repository. */
  readonly repository: string
  readonly branch: string
  /** The path that Flux reconciles. */
  readonly path: string
  readonly clock: Clock
}

interface Tip {
  readonly sha: string
  readonly tree: string
}

/** The tree that a commit on top of `tip` shall have; undefined or the tip's own: there is nothing to do. */
type Change = (tip: Tip) => Promise<string | undefined>

/** A try fails only because another one's commit landed: with so many, 24 runs that start at once all land. */
const tries = 24

/**
 * The Flux repository by GitHub's Git Data API: no checkout, and GitHub signs the commits of an app's token.
 * Throws COMMIT with the permission, branch or rule in its hint.
 */
export function createApiManifests(options: ApiManifestsOptions): Manifests {
  const [owner = '', repo = ''] = options.repository.split('/')
  const path = place(options.path)
  let opened: Promise<Octokit> | undefined
  const enter = async <T>(act: (repository: Repository) => Promise<T>): Promise<T> => {
    opened ??= openClient(options)
    const octokit = await opened
    try {
      return await act(new Repository(octokit, { owner, repo }, options))
    } catch (thrown) {
      throw await commitError(thrown, octokit, options)
    }
  }
  return {
    repository: options.repository,
    commit: (folder, files, message) =>
      enter(async (repository) => {
        const tree = await repository.trees.folder(files)
        return repository.land((tip) => repository.trees.put(tip.tree, place(path, folder), tree), message)
      }).then(({ commit, tip }) => commit ?? { sha: tip }),
    withdraw: (folder, message) =>
      enter((repository) =>
        repository.land((tip) => repository.trees.remove(tip.tree, path, place(folder)), message),
      ).then(({ commit }) => commit),
    compare: (commit, revision) => enter((repository) => repository.compare(commit, revision)),
  }
}

class Repository {
  readonly trees: ReturnType<typeof openTrees>
  readonly #git: Octokit['rest']['git']
  readonly #repos: Octokit['rest']['repos']
  readonly #name: RepositoryName
  readonly #options: ApiManifestsOptions

  constructor(octokit: Octokit, name: RepositoryName, options: ApiManifestsOptions) {
    this.trees = openTrees(octokit, name)
    this.#git = octokit.rest.git
    this.#repos = octokit.rest.repos
    this.#name = name
    this.#options = options
  }

  /**
   * Puts a commit of the change on the branch's tip, on the next tip when others were faster. `commit` is undefined when
   * the tip has the change and not by us. A tip that has it after a try of ours: the try landed and its answer was lost.
   */
  async land(change: Change, message: string): Promise<{ commit: Commit | undefined; tip: string }> {
    let mine: Commit | undefined
    for (let attempt = 1; attempt <= tries; attempt++) {
      const tip = await this.#tip()
      const tree = await change(tip)
      if (tree === undefined || tree === tip.tree) {
        const landed = mine !== undefined && (await this.compare(mine.sha, tip.sha)) === 'contains'
        return { commit: landed ? mine : undefined, tip: tip.sha }
      }
      const written = await this.#git.createCommit({ ...this.#name, message, tree, parents: [tip.sha] })
      mine = { sha: written.data.sha, url: written.data.html_url }
      if (await this.#move(mine.sha)) return { commit: mine, tip: mine.sha }
      await this.#options.clock.sleep(Math.random() * Math.min(8000, 200 * 2 ** attempt))
    }
    const { branch, repository } = this.#options
    throw new PerfError('COMMIT', `${branch} of ${repository} moved on at each of ${tries} tries to commit to it`, {
      hint: 'Others push to it all the time: give the runs a branch, or a repository, of their own.',
    })
  }

  async compare(commit: string, revision: string): Promise<'contains' | 'behind' | 'diverged'> {
    if (commit === revision) return 'contains'
    try {
      const ends = { basehead: `${commit}...${revision}`, per_page: 1 }
      const { status } = (await this.#repos.compareCommitsWithBasehead({ ...this.#name, ...ends })).data
      return status === 'identical' || status === 'ahead' ? 'contains' : status
    } catch (thrown) {
      if (!isRefusal(thrown) || thrown.status !== 404) throw thrown
      if (/no common ancestor/i.test(thrown.message)) return 'diverged'
      const message = `${this.#options.repository} does not have both ${commit} and ${revision}`
      const hint = 'The GitRepository of the input flux-source must follow the repository of the input flux-repository.'
      throw new PerfError('COMMIT', message, { hint, cause: thrown })
    }
  }

  async #tip(): Promise<Tip> {
    const ref = await this.#git.getRef({ ...this.#name, ref: `heads/${this.#options.branch}` })
    const { sha } = ref.data.object
    const commit = await this.#git.getCommit({ ...this.#name, commit_sha: sha })
    return { sha, tree: commit.data.tree.sha }
  }

  /** Moves the branch to our commit; false: it has moved on, or this server of GitHub's has not seen our commit yet. */
  async #move(sha: string): Promise<boolean> {
    try {
      await this.#git.updateRef({ ...this.#name, ref: `heads/${this.#options.branch}`, sha, force: false })
      return true
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown
      const late = /not a fast.?forward|object does not exist|cannot lock ref|but expected/i.test(thrown.message)
      if (thrown.status === 409 || (thrown.status === 422 && late)) return false
      throw thrown
    }
  }
}
