import { execFile } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Origin } from '../core/request.ts'

const execute = promisify(execFile)

/** What a folder is a checkout of: its commit and branch, which the history goes by. Without git there is one branch. */
export async function originOf(folder: string): Promise<Origin> {
  const root = resolve(folder)
  const git = async (...args: readonly string[]) => {
    try {
      return (await execute('git', [...args], { cwd: root })).stdout.trim()
    } catch {
      return undefined // no git, no repository, or no commit yet
    }
  }
  const [sha, branch] = await Promise.all([git('rev-parse', 'HEAD'), git('branch', '--show-current')])
  return {
    owner: 'local',
    repo: basename(root),
    sha: sha ?? 'uncommitted',
    workflowUrl: '',
    ...(branch === '' ? {} : { branch: branch ?? 'local' }), // a detached head is on no branch
    landed: true,
  }
}
