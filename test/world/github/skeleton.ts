/** The parts of an OpenAPI schema that decide what a value must have at least. */
export interface Schema {
  readonly type?: string
  readonly format?: string
  readonly nullable?: boolean
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** The least value that a schema takes: GitHub's answers have 75 required fields where we care about five. */
export function skeleton(schema: Schema): unknown {
  if (schema.nullable === true) return null
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0]
  if (choice !== undefined) return skeleton(choice)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(skeleton))
  switch (schema.type) {
    case 'array':
      return []
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 0
    case 'string':
      return schema.format === 'uri'
        ? 'https://github.invalid/'
        : schema.format === 'date-time'
          ? '2026-01-01T00:00:00Z'
          : ''
    default: {
      const properties = schema.properties ?? {}
      return Object.fromEntries((schema.required ?? []).map((name) => [name, skeleton(properties[name] ?? {})]))
    }
  }
}

/** `least`, with what is known laid over it, object by object. */
export function overlay(least: unknown, known: unknown): unknown {
  if (!isObject(least) || !isObject(known)) return known === undefined ? least : known
  const keys = new Set([...Object.keys(least), ...Object.keys(known)])
  return Object.fromEntries([...keys].map((key) => [key, key in known ? overlay(least[key], known[key]) : least[key]]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
