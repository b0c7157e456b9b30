// Writes what follows from the contract: schema/*.schema.json, and the tables of README.md and docs/ between their markers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { jsonSchema, mappingOf, type SchemaNode } from '../src/config/json-schema.ts'
import { documentSchemas } from './schemas.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
}

type Row = readonly string[]

/** Every generated file with the text that it should have. */
export function documents(): Readonly<Record<string, string>> {
  const action: Action = parse(read('action.yml'))
  const schema = jsonSchema()
  const readme = fill(read('README.md'), 'inputs', inputTable(action))
  return {
    'README.md': fill(readme, 'outputs', outputTable(action)),
    'docs/perf-yaml.md': fill(read('docs/perf-yaml.md'), 'config', configTable(schema)),
    'schema/perf.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    ...documentSchemas(),
  }
}

function inputTable({ inputs }: Action): string {
  const rows = Object.entries(inputs).map(([name, { description, required, default: initial }]): Row => {
    return [`\`${name}\``, description, required ? '**required**' : initial === undefined ? '' : `\`${initial}\``]
  })
  return table(['input', 'what it is', 'default'], rows)
}

function outputTable({ outputs }: Action): string {
  const rows = Object.entries(outputs).map(([name, { description }]): Row => [`\`${name}\``, description])
  return table(['output', 'what it is'], rows)
}

function configTable(schema: SchemaNode): string {
  return table(['key', 'what it is', 'example', 'default'], rowsOf(schema, ''))
}

function rowsOf(node: SchemaNode, path: string): readonly Row[] {
  const { properties = {}, required = [], items, additionalProperties } = mappingOf(node)
  const rows = Object.entries(properties).flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`
    return [rowOf(at, child, required.includes(key)), ...rowsOf(child, at)]
  })
  const inner = items === undefined ? [] : itemRows(items, `${path}[]`)
  const named = typeof additionalProperties === 'object' ? rowsOf(additionalProperties, `${path}.<name>`) : []
  return [...rows, ...inner, ...named]
}

function itemRows(items: SchemaNode, path: string): readonly Row[] {
  const rows = rowsOf(items, path)
  return rows.length > 0 ? rows : [rowOf(path, items, false)]
}

function rowOf(path: string, node: SchemaNode, required: boolean): Row {
  const { description = '', examples, default: initial } = node
  const value = (one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one))
  const example = typeof examples?.[0] === 'object' ? '' : `\`${value(examples?.[0])}\``
  const choices = node.enum ? ` One of ${node.enum.map((one) => `\`${one}\``).join(', ')}.` : ''
  const otherwise = required ? '**required**' : initial === undefined ? '' : `\`${value(initial)}\``
  return [`\`${path}\``, description + choices, example, otherwise]
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function fill(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`there is no ${start} … ${end}`)
  return `${text.slice(0, from)}${start}\n${content}\n${text.slice(to)}`
}

if (import.meta.main) {
  mkdirSync(join(root, 'schema'), { recursive: true })
  for (const [path, text] of Object.entries(documents())) writeFileSync(join(root, path), text)
}
