import { readFileSync } from 'node:fs'
import { type Document, OpenAPIBackend } from 'openapi-backend'
import { overlay, type Schema, skeleton } from './skeleton.ts'

export interface Operation {
  readonly id: string
  readonly params: Readonly<Record<string, string>>
}

/** GitHub's own description of the operations that we call: which one a request is, and whether it and its answer fit. */
export interface Contract {
  operation(method: string, path: string): Operation | undefined
  /** What is wrong with a request; empty: nothing. */
  request(operation: Operation, request: Request): readonly string[]
  answer(operation: Operation, status: number, body: unknown): readonly string[]
  /** What the answer must have at least, with `known` over it. */
  complete(operation: Operation, status: number, known: unknown): unknown
}

interface Request {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly body: unknown
}

interface Responses {
  readonly [status: string]: { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } }
}

/** Reads `openapi.json` (see scripts/github-openapi.ts). */
export async function openContract(): Promise<Contract> {
  const text = readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')
  const definition = JSON.parse(text, (_, value) => nullable(value)) as Document
  const ajvOpts = { strict: false, validateFormats: false, logger: false } as const
  const api = new OpenAPIBackend({ definition, quick: true, coerceTypes: true, ajvOpts })
  await api.init()
  const paths = new Map(api.router.getOperations().map((operation) => [operation.operationId ?? '', operation]))
  const schema = ({ id }: Operation, status: number) =>
    (paths.get(id)?.responses as Responses | undefined)?.[status]?.content?.['application/json']?.schema
  const words = (errors: readonly { instancePath?: string; message?: string }[] | null | undefined) =>
    (errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`)

  return {
    operation(method, path) {
      const match = api.router.matchOperation({ method, path, headers: {} })
      if (match?.operationId === undefined) return undefined
      const names = [...match.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
      const pattern = match.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+?)')
      const values = new RegExp(`^${pattern}$`).exec(path)?.slice(1) ?? []
      const params = names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')])
      return { id: match.operationId, params: Object.fromEntries(params) }
    },
    request: ({ id }, request) => words(api.validateRequest(request as never, paths.get(id)).errors),
    answer: (operation, status, body) =>
      schema(operation, status) === undefined ? [] : words(api.validateResponse(body, operation.id, status).errors),
    complete(operation, status, known) {
      const described = schema(operation, status) as (Schema & { readonly items?: Schema }) | undefined
      if (described === undefined) return known
      if (!Array.isArray(known)) return overlay(skeleton(described), known)
      return known.map((item) => overlay(skeleton(described.items ?? {}), item))
    },
  }
}

/** Ajv takes `nullable` beside a `type` only, and an `enum` at its word; GitHub means null to be allowed beside anything. */
function nullable(value: Schema | null | undefined): unknown {
  if (value?.nullable !== true) return value
  if (value.type !== undefined && value.enum !== undefined) return { ...value, enum: [...value.enum, null] }
  if (value.type !== undefined) return value
  const { nullable: _, ...rest } = value
  return { anyOf: [{ enum: [null] }, rest] }
}
