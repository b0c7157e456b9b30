import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import type { Manifest } from '../../kubernetes/object.ts'
import { BuildFailure } from './folder.ts'

/** Of a kustomization: what is changed, in which objects. */
export interface Patch {
  /** JSON6902, as JSON or YAML. */
  readonly patch: string
  /** Each a regular expression of the whole; none: all objects. */
  readonly target?: { readonly kind?: string; readonly name?: string; readonly namespace?: string }
}

interface Operation {
  readonly op: string
  readonly path: string
  readonly value?: unknown
}

/** The objects with the patch done to those that it is for. */
export function patched(objects: readonly Manifest[], { patch, target = {} }: Patch): readonly Manifest[] {
  const operations = parse(patch) as readonly Operation[]
  if (!Array.isArray(operations)) throw new BuildFailure("the sandbox's kustomize does JSON6902 patches only")
  const meant = ({ kind, metadata }: Manifest) =>
    matches(target.kind, kind) && matches(target.name, metadata.name) && matches(target.namespace, metadata.namespace)
  return objects.map((object) => (meant(object) ? operations.reduce(operated, object) : object))
}

function matches(pattern: string | undefined, value = ''): boolean {
  return !pattern || new RegExp(`^(?:${pattern})$`).test(value)
}

/** RFC 6902, of one operation; a copy. */
function operated(object: Manifest, { op, path, value }: Operation): Manifest {
  const copy = structuredClone(object)
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = steps.pop() ?? ''
  const fail = () => new BuildFailure(`${op} operation does not apply: doc is missing path: "${path}": missing value`)
  let place: unknown = copy
  for (const step of steps) place = isParent(place) ? place[step] : undefined
  if (!isParent(place)) throw fail()
  const there = Array.isArray(place) && last === '-' ? false : last in place
  if (op !== 'add' && !there) throw fail()
  if (op === 'test') {
    if (!isDeepStrictEqual(place[last], value)) throw new BuildFailure(`testing path ${path} failed`)
  } else if (op === 'add' || op === 'replace') {
    if (Array.isArray(place) && op === 'add') place.splice(last === '-' ? place.length : Number(last), 0, value)
    else place[last] = value
  } else if (op === 'remove') {
    if (Array.isArray(place)) place.splice(Number(last), 1)
    else delete place[last]
  } else throw new BuildFailure(`the sandbox's kustomize does not know the operation ${op}`)
  return copy
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
