import type { Change } from '../kubernetes/history.ts'
import type { Address, KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'

/** What is done to the objects of a kind. */
export interface Reconciler {
  readonly kind: string
  /** Does what the object asks for; gives the ms until it is to be looked at again, none for never. */
  reconcile(object: KubeObject): Promise<number | undefined>
  /** Undoes what was done for an object that is gone. */
  finalize?(object: KubeObject): Promise<void>
}

/** Dispose it to end its work; throws then what a reconciler should not have thrown. */
export interface Controller extends AsyncDisposable {
  /** Looks at an object now, or once more after the look that it is having. */
  poke(at: Address): void
}

/** An object at work: whether it is looked at now, and whether it must be once more. */
interface Item {
  running: Promise<void> | undefined
  again: boolean
  timer: NodeJS.Timeout | undefined
}

/** Reconciles every object of a kind as it changes and when its time has come, each by one hand at a time. */
export function startController(objects: Objects, { kind, reconcile, finalize }: Reconciler): Controller {
  const items = new Map<string, Item>()
  const faults: unknown[] = []
  let ended = false

  const itemOf = ({ namespace = '', name }: Address) => {
    const key = `${namespace}/${name}`
    const item = items.get(key) ?? { running: undefined, again: false, timer: undefined }
    items.set(key, item)
    return item
  }
  const work = async (at: Address, item: Item) => {
    let wait: number | undefined
    do {
      item.again = false
      const object = objects.get(kind, at)
      wait = object && (await reconcile(object))
    } while (item.again && !ended)
    if (wait !== undefined && !ended) item.timer = setTimeout(() => poke(at), wait)
  }
  const start = (item: Item, job: () => Promise<void>) => {
    const turn = (item.running ?? Promise.resolve()).then(job).catch((thrown: unknown) => void faults.push(thrown))
    const done = turn.finally(() => {
      if (item.running === done) item.running = undefined
    })
    item.running = done
  }
  const poke = (at: Address) => {
    const item = itemOf(at)
    clearTimeout(item.timer)
    if (item.running === undefined) start(item, () => work(at, item))
    else item.again = true
  }
  const watching = objects.watch(kind, (change) => {
    const { namespace, name } = change.object.metadata
    const at = { name, ...(namespace === undefined ? {} : { namespace }) }
    if (change.type === 'DELETED') start(itemOf(at), async () => finalize?.(change.object))
    else if (calls(change)) poke(at)
  })
  for (const { metadata } of objects.list(kind)) poke(metadata)
  return {
    poke,
    async [Symbol.asyncDispose]() {
      ended = true
      watching[Symbol.dispose]()
      for (const { timer } of items.values()) clearTimeout(timer)
      await Promise.all([...items.values()].map(({ running }) => running))
      if (faults.length > 0) throw new AggregateError(faults, `${kind}: the controller failed`)
    },
  }
}

const REQUEST = 'reconcile.fluxcd.io/requestedAt'

/** The value by which somebody asked for a look. */
export function requestOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[REQUEST]
}

/** A status is no reason to look: it is what comes of looking. */
function calls({ object, before }: Change): boolean {
  if (before === undefined) return true
  return object.metadata.generation !== before.metadata.generation || requestOf(object) !== requestOf(before)
}
