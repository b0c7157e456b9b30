import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until `ready` gives something; a wait that is over is an error that names what was awaited. */
export async function until<T>(what: string, ready: () => Promise<T | undefined | false>, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const value = await ready()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`)
    await sleep(200)
  }
}
