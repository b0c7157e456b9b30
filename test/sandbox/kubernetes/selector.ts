import { ApiFailure } from './failure.ts'
import type { KubeObject } from './object.ts'

export type Selected = (object: KubeObject) => boolean

/** The objects that a request's labelSelector and fieldSelector speak of: `a=b,c=d`, and of fields name and namespace. */
export function selectorOf(query: URLSearchParams): Selected {
  const labels = equalities(query.get('labelSelector') ?? '')
  const fields = equalities(query.get('fieldSelector') ?? '')
  for (const field of Object.keys(fields).filter((name) => !FIELDS.includes(name)))
    throw new ApiFailure(400, 'BadRequest', `field label not supported: ${field}`)
  const { 'metadata.name': name, 'metadata.namespace': namespace } = fields
  return ({ metadata }) =>
    labelsMatch(metadata.labels ?? {}, labels) &&
    (name === undefined || metadata.name === name) &&
    (namespace === undefined || metadata.namespace === namespace)
}

const FIELDS = ['metadata.name', 'metadata.namespace']

export function labelsMatch(
  labels: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value)
}

function equalities(selector: string): Readonly<Record<string, string>> {
  const parts = selector.split(',').filter((part) => part !== '')
  return Object.fromEntries(
    parts.map((part) => {
      const [, name, value] = /^\s*([^!=\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part) ?? []
      if (name === undefined || value === undefined)
        throw new ApiFailure(400, 'BadRequest', `the sandbox knows selectors of equality alone, and not ${part}`)
      return [name, value]
    }),
  )
}
