/** What zod finds wrong with the shape of perf.yaml, in words, with an example of right from the schema. */
import { stringify } from 'yaml'
import type { core } from 'zod'
import { nearest, quote } from '../core/fault.ts'
import type { Complaint, Path } from './complaint.ts'
import { mappingOf, nodeAt, type SchemaNode } from './json-schema.ts'

type Issue = core.$ZodIssue

/** The complaints of one issue; `value` is the whole file's. */
export function complaintsOf(issue: Issue, value: unknown): readonly Complaint[] {
  const path = issue.path as Path
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key))
    case 'invalid_key':
      return [badName(path, issue.issues[0]?.message ?? '')]
    case 'custom':
      return [{ path, ...custom(issue, path) }]
    case 'invalid_format':
      return [{ path, wrong: `${nameOf(path)} is not ${issue.message}`, ...example(path) }]
    case 'invalid_union': {
      const form = issue.errors.find((issues) =>
        issues.every((inner) => inner.path.length > 0 || inner.code !== 'invalid_type'),
      )
      if (form === undefined) return [ofType(path, valueAt(value, path))]
      return form.flatMap((inner) => complaintsOf({ ...inner, path: [...path, ...inner.path] }, value))
    }
    default:
      return [ofType(path, valueAt(value, path))]
  }
}

function unknownKey(path: Path, key: string): Complaint {
  const known = Object.keys(mappingOf(nodeAt(path) ?? {}).properties ?? {})
  const meant = nearest(key, known)
  const wrong = `${quote(key)} is not known ${path.length === 0 ? 'here' : `in ${nameOf(path)}`}`
  const all = known.map((one) => quote(one)).join(', ')
  const right = meant === undefined ? `one of ${all}` : quote(meant)
  return { path: [...path, key], part: 'key', wrong, right }
}

/** A key that the schema leaves to the user, such as the name of a test; right is one of the schema's example. */
function badName(path: Path, allowed: string): Complaint {
  const [name] = Object.keys(Object(nodeAt(path.slice(0, -1))?.examples?.[0]))
  const wrong = `${quote(String(path.at(-1)))} is not a name: ${allowed}`
  return { path, part: 'key', wrong, ...(name === undefined ? {} : { right: quote(name) }) }
}

function custom(issue: Issue & { readonly code: 'custom' }, path: Path): Pick<Complaint, 'wrong' | 'right'> {
  const right = issue.params?.['right'] as string | undefined
  if (right === undefined) return { wrong: `${nameOf(path)} ${issue.message}`, ...example(path) }
  return { wrong: `${nameOf(path)}: ${issue.message}`, right: quote(right) }
}

function ofType(path: Path, value: unknown): Complaint {
  const node = nodeAt(path)
  if (value === undefined)
    return {
      path,
      part: 'key',
      wrong: `${nameOf(path.slice(0, -1))} has no ${quote(String(path.at(-1)))}`,
      ...example(path),
    }
  if (Array.isArray(value) && node?.type === 'array')
    return { path, wrong: `${nameOf(path)} has ${value.length === 0 ? 'no' : 'too many'} entries`, ...example(path) }
  const meant = typeof value === 'string' ? nearest(value, (node?.enum ?? []).map(String)) : undefined
  const right = meant === undefined ? example(path) : { right: quote(`${path.at(-1)}: ${meant}`) }
  return { path, wrong: `${nameOf(path)} is ${shown(value)}, not ${expected(node ?? {})}`, ...right }
}

function expected(node: SchemaNode): string {
  if (node.const !== undefined) return String(node.const)
  if (node.enum) return `one of ${node.enum.join(', ')}`
  const { minimum, exclusiveMinimum, maximum } = node
  const range = [
    minimum === undefined ? '' : ` from ${minimum}`,
    exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`,
    maximum === undefined ? '' : ` up to ${maximum}`,
  ].join('')
  const kinds = [node, ...(node.anyOf ?? [])].flatMap(({ type }) => type ?? [])
  return kinds.map((kind) => `${KINDS[kind] ?? kind}`).join(' or ') + range
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
}

function shown(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value, 40)}`
  return typeof value === 'object' ? 'a mapping' : quote(String(value))
}

/** `tests.shop.requests[0].path`, for people. */
export function nameOf(path: Path): string {
  if (path.length === 0) return 'the file'
  const text = path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('')
  return quote(text, 120)
}

/** The schema's example of right for the value at a path, as YAML. */
export function example(path: Path): { readonly right?: string } {
  const value = nodeAt(path)?.examples?.[0]
  if (value === undefined) return {}
  const key = path.at(-1)
  const written = typeof key === 'number' ? [value] : key === undefined ? value : { [key]: value }
  const yaml = stringify(written, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
  return { right: quote(yaml.slice(1, -1), 200) }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as never)[part] : undefined),
    value,
  )
}
