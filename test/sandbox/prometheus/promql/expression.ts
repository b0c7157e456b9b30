import { parser } from '@prometheus-io/lezer-promql'

type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

export interface Matcher {
  readonly label: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

export const AGGREGATES = ['sum', 'max', 'min', 'avg'] as const
export type Aggregate = (typeof AGGREGATES)[number]
export type Operator = '+' | '-' | '*' | '/'

/** PromQL, as far as it is evaluated here. */
export type Expression =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'selector'; readonly matchers: readonly Matcher[] }
  | { readonly is: 'rate'; readonly of: readonly Matcher[]; readonly rangeMs: number }
  | { readonly is: 'aggregate'; readonly op: Aggregate; readonly by: readonly string[]; readonly of: Expression }
  | { readonly is: 'binary'; readonly op: Operator; readonly left: Expression; readonly right: Expression }

/** A refusal of a query, with the HTTP status and type that Prometheus has for its kind. */
export class QueryFailure extends Error {
  readonly status: number
  readonly errorType: string

  constructor(status: number, errorType: string, message: string) {
    super(message)
    this.status = status
    this.errorType = errorType
  }
}

/** Reads a query by Prometheus' own grammar. Throws a QueryFailure for what is none, and for what is not evaluated here. */
export function parseQuery(query: string): Expression {
  const tree = parser.parse(query)
  tree.iterate({
    enter: ({ type, from }) => {
      if (!type.isError) return
      const found = from >= query.trimEnd().length ? 'end of input' : JSON.stringify(query.slice(from, from + 10))
      throw new QueryFailure(
        400,
        'bad_data',
        `invalid parameter "query": 1:${from + 1}: parse error: unexpected ${found}`,
      )
    },
  })
  return expression(tree.topNode.firstChild, query)
}

function expression(node: SyntaxNode | null, query: string): Expression {
  switch (node?.name) {
    case 'NumberDurationLiteral':
      return { is: 'number', value: Number(textOf(node, query)) }
    case 'ParenExpr':
      return expression(node.firstChild, query)
    case 'VectorSelector':
      return { is: 'selector', matchers: matchers(node, query) }
    case 'AggregateExpr':
      return aggregate(node, query)
    case 'FunctionCall':
      return rate(node, query)
    case 'BinaryExpr':
      return binary(node, query)
    default:
      throw unknown(node, query)
  }
}

function unknown(node: SyntaxNode | null, query: string): QueryFailure {
  return new QueryFailure(
    422,
    'execution',
    `the sandbox's Prometheus does not evaluate ${node ? textOf(node, query) : 'nothing'}`,
  )
}

function aggregate(node: SyntaxNode, query: string): Expression {
  const name = textOf(node.getChild('AggregateOp'), query).toLowerCase()
  const op = AGGREGATES.find((one) => one === name)
  const modifier = node.getChild('AggregateModifier')
  const body = node.getChild('FunctionCallBody')
  if (op === undefined || modifier?.getChild('Without') || body?.firstChild?.nextSibling) throw unknown(node, query)
  const labels = modifier?.getChild('GroupingLabels')?.getChildren('LabelName') ?? []
  return {
    is: 'aggregate',
    op,
    by: labels.map((label) => textOf(label, query)),
    of: expression(body?.firstChild ?? null, query),
  }
}

function rate(node: SyntaxNode, query: string): Expression {
  const range = node.getChild('FunctionCallBody')?.getChild('MatrixSelector')
  const selector = range?.getChild('VectorSelector')
  if (textOf(node.getChild('FunctionIdentifier'), query) !== 'rate' || !range || !selector) throw unknown(node, query)
  return {
    is: 'rate',
    of: matchers(selector, query),
    rangeMs: durationOf(textOf(range.getChild('DurationExpr'), query)),
  }
}

function binary(node: SyntaxNode, query: string): Expression {
  const { firstChild: left, lastChild: right } = node
  const written = left && right ? query.slice(left.to, right.from).trim() : ''
  const op = (['+', '-', '*', '/'] as const).find((one) => one === written)
  if (op === undefined) throw unknown(node, query)
  return { is: 'binary', op, left: expression(left, query), right: expression(right, query) }
}

function matchers(node: SyntaxNode, query: string): readonly Matcher[] {
  const name = node.getChild('Identifier')
  const named: readonly Matcher[] = name ? [{ label: '__name__', op: '=', value: textOf(name, query) }] : []
  const more = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []
  return [
    ...named,
    ...more.map((matcher) => ({
      label: textOf(matcher.getChild('LabelName'), query),
      op: textOf(matcher.getChild('MatchOp'), query) as Matcher['op'],
      value: stringOf(textOf(matcher.getChild('StringLiteral'), query)),
    })),
  ]
}

function textOf(node: SyntaxNode | null | undefined, query: string): string {
  return node ? query.slice(node.from, node.to) : ''
}

function stringOf(literal: string): string {
  const inner = literal.slice(1, -1)
  return literal.startsWith('`')
    ? inner
    : inner.replace(/\\(n|.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8, y: 3.1536e10 }

/** Prometheus' `1h30m` in ms. */
export function durationOf(text: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)]
  return parts.reduce((sum, [, figure, unit = 's']) => sum + Number(figure) * (UNITS[unit] ?? 0), 0)
}
