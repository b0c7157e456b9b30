import { join } from 'node:path'
import { createApiManifests } from '../../../src/adapters/github/commit.ts'
import type { Clock } from '../../../src/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'
import type { Account } from '../../world/github/call.ts'
import { type GitHub, startGitHub } from '../../world/github/server.ts'
import { createRepository } from '../../world/repository.ts'

export const code = 'shop/code'
export const flux = 'shop/flux'

const actions = { id: 15_368, slug: 'github-actions' }

/** By token: the job's own, one of a fork's job, a deploy app's for the Flux repository, one that may only read it. */
export const accounts = {
  'job-token': {
    login: 'github-actions[bot]',
    app: actions,
    repositories: { [code]: { contents: 'read', checks: 'write', 'pull-requests': 'write' } },
  },
  'fork-token': {
    login: 'github-actions[bot]',
    app: actions,
    repositories: { [code]: { contents: 'read', checks: 'read', 'pull-requests': 'read' } },
  },
  'flux-token': {
    login: 'perf-bot[bot]',
    app: { id: 77, slug: 'perf-bot' },
    repositories: { [flux]: { contents: 'write' } },
  },
  'reader-token': { login: 'reader', repositories: { [flux]: { contents: 'read' } } },
  'person-token': {
    login: 'jo',
    repositories: { [code]: { contents: 'write', checks: 'write', 'pull-requests': 'write' } },
  },
} satisfies Record<string, Account>

/** The machine's time; waits are noted and `faster` times shorter. */
export function briskClock(faster = 100): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => Date.now(),
    sleep(ms) {
      waits.push(ms)
      return new Promise((done) => setTimeout(done, ms / faster))
    },
  }
}

export interface TestWorld extends AsyncDisposable {
  readonly github: GitHub
  /** The bare Flux repository. */
  readonly dir: string
  /** The first commits. */
  readonly head: string
  readonly founded: string
  manifests(options?: Partial<Parameters<typeof createApiManifests>[0]>): ReturnType<typeof createApiManifests>
}

/** The stand-in of GitHub with a code repository that has pull request 7, and a Flux repository. */
export async function openWorld(
  files: Readonly<Record<string, string>> = { 'perf/runs/.gitkeep': '' },
): Promise<TestWorld> {
  const folder = temporaryFolder()
  const dir = join(folder.path, 'flux.git')
  const codeDir = join(folder.path, 'code.git')
  const head = await createRepository(codeDir, { 'README.md': '# Shop\n' })
  const founded = await createRepository(dir, files)
  const pull = {
    number: 7,
    head: { sha: head, ref: 'faster', repository: code },
    base: { sha: head, ref: 'main' },
    labels: [],
  }
  const repositories = [
    { name: code, dir: codeDir },
    { name: flux, dir, protected: ['release'] },
  ]
  const github = await startGitHub({ repositories, accounts, pulls: { [code]: [pull] } })
  const common = { token: 'flux-token', baseUrl: github.url, repository: flux, branch: 'main', path: './perf/runs/' }
  return {
    github,
    dir,
    head,
    founded,
    manifests: (options) => createApiManifests({ ...common, clock: briskClock(), ...options }),
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}
