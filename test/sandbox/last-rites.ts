const rites = new Set<() => void>()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does this before this process ends, unless disposed before: at its exit, and at a signal that nobody else listens to and
 * that would end it without one. It must not wait for anything.
 */
export function atLast(rite: () => void): Disposable {
  if (rites.size === 0) listen()
  rites.add(rite)
  return {
    [Symbol.dispose]: () => {
      if (rites.delete(rite) && rites.size === 0) unlisten()
    },
  }
}

function listen(): void {
  process.on('exit', perform)
  for (const signal of SIGNALS) process.on(signal, obey)
}

function unlisten(): void {
  process.off('exit', perform)
  for (const signal of SIGNALS) process.off(signal, obey)
}

/** The last first: programs end before their folders. One that fails must not keep the others from their turn. */
function perform(): void {
  for (const rite of [...rites].reverse()) {
    try {
      rite()
    } catch (thrown) {
      console.error('a last rite failed:', thrown)
    }
  }
}

function obey(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return // whoever else listens decides whether this is the end
  unlisten()
  perform()
  process.kill(process.pid, signal)
}
