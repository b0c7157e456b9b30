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
  let told = false
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
      const inVain = world.stop.decided && world.spec.generator === 'jmeter' // nothing of this block will be read
      const port = inVain || told ? undefined : await stopPort(world, block)
      if (world.spec.generator === 'http') await mailbox.write(`${block.id}/stop`, '')
      else if (port !== undefined) {
        told = true
        await tellJMeter(port)
      }
      if (running !== undefined && (inVain || stopFor() >= pod.graceMs / 4)) endGenerator(running)
    },
  }
}

const PORT = /Waiting for possible Shutdown\/StopTestNow\/\S+ message on port (\d+)/

/** JMeter says where it listens, once it does; before, and where it is told twice, it may not end at all. */
async function stopPort({ mailbox }: AgentWorld, block: Block): Promise<number | undefined> {
  const port = PORT.exec((await mailbox.read(`${block.id}/stdout`)) ?? '')?.[1]
  return port === undefined ? undefined : Number(port)
}

function tellJMeter(port: number): Promise<void> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.send('StopTestNow', port, '127.0.0.1', () => socket.close(() => resolve()))
    socket.on('error', () => resolve()) // it listens no more: it has ended
  })
}
