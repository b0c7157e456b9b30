import { git } from './bare.ts'

export async function isAncestor(dir: string, older: string, newer: string): Promise<boolean> {
  return succeeds(git(dir, ['merge-base', '--is-ancestor', older, newer]))
}

/** Moves a branch only if it still is at `old`: false when somebody else was faster. */
export async function moveBranch(dir: string, ref: string, to: { old: string; sha: string }): Promise<boolean> {
  return succeeds(git(dir, ['update-ref', ref, to.sha, to.old]))
}

/** Commits that each side has and the other has not; undefined without a common ancestor. */
export async function divergence(dir: string, base: string, head: string) {
  const merge = await git(dir, ['merge-base', base, head]).catch(() => undefined)
  if (merge === undefined) return undefined
  const counts = await git(dir, ['rev-list', '--left-right', '--count', `${base}...${head}`])
  const [behind = 0, ahead = 0] = counts.split(/\s+/).map(Number)
  const between = (await git(dir, ['rev-list', '--reverse', `${base}..${head}`])).split('\n')
  return { merge, ahead, behind, between: between.filter((sha) => sha !== '') }
}

function succeeds(act: Promise<unknown>): Promise<boolean> {
  return act.then(
    () => true,
    () => false,
  )
}
