import { z } from 'zod'
import { perfSchema } from './schema.ts'

/** A node of the JSON Schema, as far as we read it. */
export interface SchemaNode {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
}

export const SCHEMA_ID = 'https://raw.githubusercontent.com/org/perf-action/v1/schema/perf.schema.json'

/** perf.yaml as a JSON Schema (2020-12), as a person writes it: before its texts are read. */
export function jsonSchema(): SchemaNode {
  const { $schema, ...schema } = z.toJSONSchema(perfSchema, {
    io: 'input',
    // zod leaves out the examples of whatever holds a text that is read, though ours are as people write them
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.['examples']
      if (Array.isArray(examples)) jsonSchema.examples = examples
    },
  })
  return { $schema, $id: SCHEMA_ID, ...schema } as SchemaNode
}

/** The node that a path of the file leads to; undefined where the schema knows nothing. */
export function nodeAt(path: readonly (string | number)[], root: SchemaNode = jsonSchema()): SchemaNode | undefined {
  let node: SchemaNode | undefined = root
  for (const part of path) node = node && childOf(node, part)
  return node
}

/** Of a node that may be a short text or a mapping: the mapping. */
export function mappingOf(node: SchemaNode): SchemaNode {
  return node.anyOf?.find(({ properties }) => properties !== undefined) ?? node
}

function childOf(node: SchemaNode, part: string | number): SchemaNode | undefined {
  const { properties, additionalProperties, items } = mappingOf(node)
  if (typeof part === 'number') return items ?? node.anyOf?.find((form) => form.items !== undefined)?.items
  if (properties && Object.hasOwn(properties, part)) return properties[part]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}
