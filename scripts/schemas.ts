// The JSON Schemas of the documents that perf-action writes, made from their TypeScript types and what is said there.
import { join } from 'node:path'
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  type NodeParser,
  type Schema,
  SchemaGenerator,
  type SubNodeParser,
} from 'ts-json-schema-generator'
import { SCHEMA_ID } from '../src/config/json-schema.ts'

const core = join(import.meta.dirname, '../src/core')

/** Each document by the name in its `schema`, with the type that it is written from. */
const DOCUMENTS = {
  spec: { type: 'RunSpec', file: 'spec.ts' },
  progress: { type: 'Progress', file: 'spec.ts' },
  manifest: { type: 'PodManifest', file: 'spec.ts' },
  summary: { type: 'Summary', file: 'summary.ts' },
  verdict: { type: 'Verdict', file: 'verdict/verdict.ts' },
  metric: { type: 'MetricDocument', file: 'series.ts' },
  revisions: { type: 'RevisionsDocument', file: 'revisions-record.ts' },
  run: { type: 'RunRecord', file: 'run-record.ts' },
  history: { type: 'HistoryRecord', file: 'history.ts' },
} as const

/** Every schema's file with its text. */
export function documentSchemas(): Readonly<Record<string, string>> {
  const files = [...new Set(Object.values(DOCUMENTS).map(({ file }) => file))]
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: join(core, `{${files.join(',')}}`),
    tsconfig: join(core, '../../tsconfig.json'),
    topRef: false,
    sortProps: false,
    skipTypeCheck: true, // it brings a TypeScript of its own, which is older than ours
  }
  const program = createProgram(config)
  const parser: NodeParser = createParser(program, config, (chain) =>
    chain.addNodeParser(writtenByItself(() => parser)),
  )
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config)
  return Object.fromEntries(
    Object.entries(DOCUMENTS).map(([name, { type }]) => [
      `schema/${name}.schema.json`,
      `${JSON.stringify(published(name, generator.createSchema(type)), null, 2)}\n`,
    ]),
  )
}

type Node = Parameters<SubNodeParser['supportsNode']>[0]

/** A class that has a method `toJSON` is in a document what that returns. */
function writtenByItself(parser: () => NodeParser): SubNodeParser {
  const written = (node: Node): Node | undefined =>
    Object(node).members?.find((member: Node) => Object(member).name?.escapedText === 'toJSON')?.type
  return {
    supportsNode: (node) => written(node) !== undefined,
    createType: (node, context, reference) => parser().createType(written(node)!, context, reference),
  }
}

function published(name: string, { $schema: _, definitions, ...schema }: Schema): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: SCHEMA_ID.replace('perf.schema.json', `${name}.schema.json`),
    title: `perf-action/${name}/v1`,
    ...Object(modern(schema)),
    $defs: modern(definitions),
  }
}

/** Draft 7, which the generator writes, as 2020-12: definitions and tuples have other names. */
function modern(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modern)
  if (typeof node !== 'object' || node === null) return node
  const { items, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, word(key, value)]))
  if (items === undefined) return rest
  return Array.isArray(items) ? { ...rest, prefixItems: items, items: false } : { ...rest, items }
}

function word(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return modern(value)
  if (key === '$ref') return value.replace('#/definitions/', '#/$defs/')
  return key === 'description' ? value.replace(/\s*\n\s*/g, ' ') : value
}
