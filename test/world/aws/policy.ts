/** An IAM policy as it is written in JSON: of a role (identity) or of who may assume it (trust). */
export interface Policy {
  readonly Version?: string
  readonly Statement: readonly Statement[]
}

interface Statement {
  readonly Sid?: string
  readonly Effect: string
  readonly Principal?: { readonly Federated?: string | readonly string[] }
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface Access {
  readonly action: string
  /** Undefined for a trust policy. */
  readonly resource?: string
  /** Of a trust policy: the identity provider's ARN. */
  readonly principal?: string
  readonly context: Readonly<Record<string, string>>
}

/** AWS's own rule: a Deny that applies wins, else an Allow must apply. */
export function allows(policy: Policy, access: Access): boolean {
  const applying = policy.Statement.filter((statement) => applies(statement, access))
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
}

function applies(statement: Statement, { action, resource, principal, context }: Access): boolean {
  return (
    list(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    (resource === undefined || list(statement.Resource).some((pattern) => like(pattern, resource))) &&
    (principal === undefined || list(statement.Principal?.Federated).includes(principal)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => meets(operator, list(wanted), context[key])),
    )
  )
}

/** A key that the request lacks meets no condition, but those that end in IfExists or are negative. */
function meets(operator: string, wanted: readonly string[], actual: string | undefined): boolean {
  const base = operator.replace(/IfExists$/, '')
  if (actual === undefined) return base !== operator || base === 'StringNotEquals' || base === 'StringNotLike'
  switch (base) {
    case 'StringEquals':
      return wanted.includes(actual)
    case 'StringNotEquals':
      return !wanted.includes(actual)
    case 'StringLike':
    case 'ArnLike':
      return wanted.some((pattern) => like(pattern, actual))
    case 'StringNotLike':
      return !wanted.some((pattern) => like(pattern, actual))
    case 'Bool':
      return wanted.includes(actual)
    default:
      throw new Error(`the stand-in does not know the condition operator ${operator}`)
  }
}

function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
