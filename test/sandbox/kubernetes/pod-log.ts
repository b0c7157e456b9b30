import { ApiFailure } from './failure.ts'
import { kindNamed, notFound } from './kinds.ts'
import type { Objects } from './objects.ts'

export type ContainerLog = (namespace: string, pod: string, container: string) => Promise<string | undefined>

export interface LogRequest {
  readonly namespace: string
  readonly name: string
  readonly query: URLSearchParams
}

/** The text of `pods/log`; throws 404 where there is no such pod, and 400 where its container has not begun. */
export async function podLog(
  { namespace, name, query }: LogRequest,
  objects: Objects,
  log: ContainerLog,
): Promise<string> {
  if (objects.get('Pod', { namespace, name }) === undefined) throw notFound(kindNamed('Pod'), name)
  const container = query.get('container') ?? ''
  const text = await log(namespace, name, container)
  if (text === undefined) {
    const message = `container "${container}" in pod "${name}" is waiting to start: PodInitializing`
    throw new ApiFailure(400, 'BadRequest', message)
  }
  const lines = text.split(/(?<=\n)/)
  const tail = Number(query.get('tailLines') ?? lines.length)
  const most = Number(query.get('limitBytes') ?? Number.POSITIVE_INFINITY)
  return Buffer.from(tail === 0 ? '' : lines.slice(-tail).join(''))
    .subarray(0, most)
    .toString()
}
