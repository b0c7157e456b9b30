import { z } from 'zod'

// The grammar of IAM's JSON policies (IAM user guide, "Grammar of the IAM JSON policy language"), without NotAction,
// NotResource and NotPrincipal: a policy that grants by exception is none of ours. Sizes are IAM's quotas, white space aside.

const some = <T extends z.ZodType>(value: T) => z.union([value, z.array(value).min(1)])
const OPERATOR =
  /^(?:For(?:All|Any)Values:)?(?:Null|(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))(?:IfExists)?)$/

const statement = {
  Sid: z.string().regex(/^[A-Za-z0-9]+$/),
  Effect: z.enum(['Allow', 'Deny']),
  Action: some(z.string().regex(/^[a-z0-9-]+:[A-Za-z*?]+$/)),
  Condition: z.record(
    z.string().regex(OPERATOR),
    z.record(z.string().regex(/^[\w.-]+[\w./-]*:[\w/-]+$/), some(z.string())),
  ),
}
const policy = <T extends z.ZodType>(one: T, most: number) =>
  z
    .strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(one).min(1) })
    .refine((document) => JSON.stringify(document).length <= most, `over ${most} characters`)
    .refine(
      ({ Statement }) => new Set((Statement as { Sid: string }[]).map(({ Sid }) => Sid)).size === Statement.length,
      'a Sid twice',
    )

/** A policy that a role has: statements with resources, without principals. */
export const rolePolicy = policy(
  z.strictObject({
    ...statement,
    Condition: statement.Condition.optional(),
    Resource: some(z.string().regex(/^arn:aws:[a-z0-9-]+:[\w-]*:\d*:.+$/)),
  }),
  6144,
)

/** Who may assume a role: statements with federated principals, without resources, never without a condition. */
export const trustPolicy = policy(
  z.strictObject({
    ...statement,
    Principal: z.strictObject({ Federated: some(z.string().regex(/^arn:aws:iam::\d{12}:oidc-provider\/.+$/)) }),
  }),
  2048,
)
