import { z } from 'zod'
import { quote } from '../core/fault.ts'
import { choice, duration, LINE, TOKEN, text, whole } from './fields.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
/** Printable ASCII without space and #: what can stand in the first line of a request. */
const PATH = /^\/[!-"$-~]*$/
/** What Node sends in a header: the printable characters of Latin-1. */
const HEADER_VALUE = /^[ -~\u00a0-\u00ff]*$/

/** `GET /products`. */
const line = z
  .string()
  .meta({ description: 'Method and path.', examples: ['GET /products'] })
  .transform((written, context) => {
    const [method = '', path = '', ...more] = written.split(' ')
    const known = METHODS.find((one) => one === method)
    if (known !== undefined && PATH.test(path) && more.length === 0) return { method: known, path }
    const encodable = known !== undefined && path.startsWith('/') && more.length === 0
    const message = encodable ? UNENCODED : `${quote(written)} is not a method and a path`
    const right = encodable ? `${method} ${encoded(path)}` : 'GET /products'
    context.issues.push({ code: 'custom', message, params: { right }, input: written })
    return z.NEVER
  })

const UNENCODED = 'what is not printable ASCII, a space or # must be percent-encoded in a path'

function encoded(path: string): string {
  return path.toWellFormed().replace(/[^!-"$-~]/gu, encodeURIComponent)
}

const path = z
  .string()
  .meta({
    description: "Resolved against the target's URL; a query may follow. Percent-encoded.",
    examples: ['/products?page=1'],
    pattern: PATH.source,
  })
  .superRefine((written, context) => {
    if (PATH.test(written)) return
    const rooted = written.startsWith('/')
    const message = rooted ? UNENCODED : `${quote(written)} does not begin with /`
    const right = rooted ? `path: ${encoded(written)}` : 'path: /products?page=1'
    context.addIssue({ code: 'custom', message, params: { right } })
  })

const mapping = z.strictObject({
  name: text(
    {
      description: 'The label under which it is counted; unique in the test. Default: method and path.',
      examples: ['list products'],
    },
    LINE,
  ).optional(),
  method: choice(METHODS, {
    description: 'The method.',
    examples: ['POST'],
    default: 'GET',
  }).optional(),
  path,
  headers: z
    .record(
      z.string().regex(TOKEN, 'letters, digits and - (a token of HTTP)'),
      z
        .string()
        .regex(HEADER_VALUE, 'one line of printable Latin-1')
        .meta({ description: 'The value of the header, in printable Latin-1.', examples: ['application/json'] }),
    )
    .meta({ description: 'Headers by name.', examples: [{ 'content-type': 'application/json' }] })
    .optional(),
  body: z
    .string()
    .meta({ description: 'The body, as it is.', examples: ['{"product": 1}'] })
    .optional(),
  weight: z
    .number()
    .positive()
    .max(1e6)
    .meta({ description: "Its share among the test's requests.", examples: [3], default: 1 })
    .optional(),
  status: z
    .array(whole({ description: 'A status code.', examples: [201] }, { least: 100, most: 599 }))
    .meta({ description: 'The status codes that count as success. Default: 200 to 399.', examples: [[200, 201]] })
    .optional(),
  contains: text({
    description: 'A text that the body must contain to count as success.',
    examples: ['"id":1'],
  }).optional(),
  timeout: duration({
    description: 'After this the request has failed.',
    examples: ['10s'],
    default: '30s',
  }).optional(),
})

/** One request of generator `http`: a line, or its parts. */
export const requestSchema = z
  .union([line, mapping])
  .meta({ description: 'A request: `GET /products`, or its parts.', examples: ['GET /products'] })

/** A request as it is written, its texts read. */
export type WrittenRequest = z.infer<typeof mapping>
