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

/** Ends the JVM below the launcher `pid`, which waits for it: the first process named java, or else the branch's end. */
export function endGenerator(pid: number): void {
  for (const target of targets(pid, processes())) {
    try {
      process.kill(target, 'SIGTERM')
    } catch {
      // it has ended by itself
    }
  }
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly name: string
}

function targets(pid: number, all: readonly Process[]): readonly number[] {
  const children = all.filter(({ parent }) => parent === pid)
  const isJvm = all.some((each) => each.pid === pid && each.name === 'java')
  return isJvm || children.length === 0 ? [pid] : children.flatMap((child) => targets(child.pid, all))
}

/** All processes (proc(5): stat has the name in brackets, which may hold anything, and two fields later the parent). */
function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    try {
      const stat = /^(\d+) \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${Number(entry)}/stat`, 'latin1'))
      return stat ? [{ pid: Number(stat[1]), name: stat[2] ?? '', parent: Number(stat[3]) }] : []
    } catch {
      return [] // no process, or it has ended meanwhile
    }
  })
}
