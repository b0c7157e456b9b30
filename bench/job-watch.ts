import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** When a Job was created and when it was complete, in ms since 1970, as its watch told us. */
export interface JobTimes {
  created?: number
  complete?: number
}

interface Event {
  readonly type: string
  readonly object: {
    readonly metadata: { readonly name: string }
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
  }
}

/** Watches the Jobs of a namespace; the API server's own times have whole seconds only. */
export function watchJobs(namespace: string): { readonly times: Map<string, JobTimes>; stop(): void } {
  const times = new Map<string, JobTimes>()
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs?watch=1`
  const child = spawn('kubectl', ['get', '--raw', path], { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { object } = JSON.parse(line) as Event
    const job = times.get(object.metadata.name) ?? {}
    times.set(object.metadata.name, job)
    job.created ??= Date.now()
    if (object.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True'))
      job.complete ??= Date.now()
  })
  return { times, stop: () => child.kill() }
}
