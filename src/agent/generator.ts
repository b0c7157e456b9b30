import { createSocket } from 'node:dgram'
import type { Block } from '../core/spec.ts'
import { endGenerator, isAlive } from './processes.ts'
import type { AgentWorld } from './world.ts'

/** How the generator's part of a block came to its end. */
export interface Ended {
  readonly exit?: number
  /** Why there is no exit code. */
  readonly why?: string
}

/** The generator, seen from beside it. */
export interface Generator {
  /** undefined: it still runs, or has not begun. */
  ended(): Promise<Ended | undefined>
  pid(): Promise<number | undefined>
  /** Asks it to stop, more firmly the longer it takes; call it again and again until it has ended. */
  stop(): Promise<void>
}

const SETTLE_MS = 3000 // from the process's end to the exit file

export function createGenerator(world: AgentWorld, block: Block): Generator {
  const { mailbox, clock, pod } = world
  let known: number | undefined
  let goneSince: number | undefined
  let stopSince: number | undefined
  const stopFor = () => (stopSince === undefined ? 0 : clock.now() - stopSince)
  const pid = async () => {
    const text = known ?? (await mailbox.read(`${block.id}/pid`))
    // Only one that was seen alive can be missed: without a shared process namespace the number means nothing here.
    if (known === undefined && text !== undefined && isAlive(Number(text))) known = Number(text)
    return known
  }
  return {
    pid,
    async ended() {
      const exit = await mailbox.read(`${block.id}/exit`)
      if (exit !== undefined) return { exit: Number(exit) }
      const running = await pid()
      if (running !== undefined && !isAlive(running)) {
        goneSince ??= clock.now()
        if (clock.now() - goneSince >= SETTLE_MS) return { why: 'the generator was killed (out of memory?)' }
      }
      if (running === undefined && stopFor() >= SETTLE_MS) return { why: 'the generator had not begun' }
      if (stopFor() >= pod.graceMs / 3) return { why: 'the generator did not stop when it was asked to' }
      return undefined
    },
    async stop() {
      stopSince ??= clock.now()
      const running = await pid()
      if (world.spec.generator === 'http') await mailbox.write(`${block.id}/stop`, '')
      else if (running !== undefined) await tellJMeter(await stopPort(world, block))
      if (running !== undefined && stopFor() >= pod.graceMs / 4) endGenerator(running)
    },
  }
}

const PORT = /Waiting for possible Shutdown\/StopTestNow\/\S+ message on port (\d+)/

/** JMeter takes the next port where its own is taken, and says which. */
async function stopPort({ mailbox }: AgentWorld, block: Block): Promise<number> {
  return Number(PORT.exec((await mailbox.read(`${block.id}/stdout`)) ?? '')?.[1] ?? 4445)
}

function tellJMeter(port: number): Promise<void> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.send('StopTestNow', port, '127.0.0.1', () => socket.close(() => resolve()))
    socket.on('error', () => resolve()) // not listening yet, or no more: asked again, or ended
  })
}
