import { readdirSync, readFileSync } from 'node:fs'

/** Whether a process is there; one that belongs to somebody else counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Ends the processes at the ends of the tree below `pid`: the JVM, not the scripts that wait for it. */
export function endLeaves(pid: number): void {
  for (const leaf of leaves(pid, parents())) {
    try {
      process.kill(leaf, 'SIGTERM')
    } catch {
      // it has ended by itself
    }
  }
}

function leaves(pid: number, tree: ReadonlyMap<number, number>): readonly number[] {
  const children = [...tree].filter(([, parent]) => parent === pid).map(([child]) => child)
  return children.length === 0 ? [pid] : children.flatMap((child) => leaves(child, tree))
}

/** Each process with its parent (proc(5): the fourth field of stat, after a name that may hold anything). */
function parents(): ReadonlyMap<number, number> {
  const tree = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      tree.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]))
    } catch {
      // it has ended meanwhile
    }
  }
  return tree
}
