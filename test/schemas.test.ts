import { expect, test } from '@jest/globals'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { documentSchemas } from '../scripts/schemas.ts'
import { DOCUMENTS } from './support/documents.ts'

const schemas = Object.fromEntries(
  Object.entries(documentSchemas()).map(([path, text]) => [path, JSON.parse(text)] as const),
)
const validators = Object.fromEntries(
  Object.keys(DOCUMENTS).map((name) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    return [name, ajv.compile(schemas[`schema/${name}.schema.json`])]
  }),
)
const validator = (name: string): ValidateFunction => validators[name]!

test('every document has its schema, and every schema its documents', () => {
  expect(Object.keys(schemas).sort()).toEqual(
    Object.keys(DOCUMENTS)
      .map((name) => `schema/${name}.schema.json`)
      .sort(),
  )
})

test.each(Object.entries(schemas))('%s says what it is, and where it is to be found', (path, schema) => {
  const [, name] = /^schema\/(.+)\.schema\.json$/.exec(path) ?? []
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: expect.stringMatching(new RegExp(`/${path}$`)),
    title: `perf-action/${name}/v1`,
    description: expect.stringMatching(/\.$/),
    properties: { schema: { const: `perf-action/${name}/v1` } },
  })
})

test.each(Object.keys(DOCUMENTS))('what the code writes as %s is as its schema says', (name) => {
  for (const document of DOCUMENTS[name]!.documents) {
    const validate = validator(name)
    validate(JSON.parse(JSON.stringify(document)))
    expect(validate.errors ?? []).toEqual([])
  }
})

interface Place {
  readonly whole: unknown
  readonly holder: Record<string, unknown>
  readonly name: string
}

/** Each field of each object of a document, in a copy of the document that may be changed. */
function* fieldsOf(document: unknown, path: readonly string[] = []): Generator<Place> {
  const whole = JSON.parse(JSON.stringify(document))
  const node = path.reduce<unknown>((at, step) => Object(at)[step], whole)
  if (typeof node !== 'object' || node === null) return
  for (const name of Object.keys(node)) {
    if (!Array.isArray(node)) {
      const copy = JSON.parse(JSON.stringify(document))
      yield { whole: copy, holder: path.reduce((at, step) => Object(at)[step], copy), name }
    }
    yield* fieldsOf(document, [...path, name])
  }
}

test.each(Object.keys(DOCUMENTS))('of a %s nothing may be missing but what its type leaves out', (name) => {
  const { documents, optional } = DOCUMENTS[name]!
  const missed = new Set<string>()
  for (const document of documents)
    for (const { whole, holder, name: field } of fieldsOf(document)) {
      delete holder[field]
      if (validator(name)(whole)) missed.add(field)
    }
  expect([...missed].sort().join(' ')).toBe(optional)
})

test.each(Object.keys(DOCUMENTS))('a %s has nowhere a field that its schema does not know', (name) => {
  for (const document of DOCUMENTS[name]!.documents)
    for (const { whole, holder } of fieldsOf(document)) {
      holder['surprise'] = {}
      expect(validator(name)(whole)).toBe(false)
    }
})

test.each(Object.keys(DOCUMENTS))('no field of a %s may be of any kind', (name) => {
  for (const document of DOCUMENTS[name]!.documents)
    for (const { whole, holder, name: field } of fieldsOf(document)) {
      holder[field] = true === holder[field] || false === holder[field] ? 'true' : true
      expect(validator(name)(whole)).toBe(false)
    }
})
