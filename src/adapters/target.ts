import { PerfError, reason } from '../core/error.ts'
import type { Target } from '../ports.ts'

const ANSWER_MS = 10_000
const RESET_MS = 60_000
const LONGEST = 64 * 1024

/** The system under test, as it is spoken to beside the load. */
export function createTarget(): Target {
  return {
    answer: (url) => ask('GET', url, ANSWER_MS),
    reset: async (url) => void (await ask('POST', url, RESET_MS)),
  }
}

async function ask(method: 'GET' | 'POST', url: string, ms: number): Promise<string> {
  try {
    const answer = await fetch(url, { method, signal: AbortSignal.timeout(ms), headers: { connection: 'close' } })
    const body = await bounded(answer)
    if (answer.ok) return body
    throw new PerfError('JOB', `${method} ${url} answers ${answer.status}`)
  } catch (cause) {
    if (cause instanceof PerfError) throw cause
    throw new PerfError('JOB', `${method} ${url} has no answer: ${causeOf(cause)}`, { cause, transient: true })
  }
}

/** The first 64 KiB of an answer; the rest is not read. */
async function bounded({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  if (body !== null)
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      pieces.push(piece)
      length += piece.length
      if (length > LONGEST) break
    }
  return Buffer.concat(pieces).subarray(0, LONGEST).toString()
}

/** What fetch says is always the same; its cause tells. */
function causeOf(thrown: unknown): string {
  return reason(thrown instanceof TypeError && thrown.cause !== undefined ? thrown.cause : thrown)
}
