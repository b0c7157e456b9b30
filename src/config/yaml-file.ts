import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type Range, visit } from 'yaml'
import { type Fault, PerfError, reason } from '../core/error.ts'
import { faultLine, quote, throwFaults } from '../core/fault.ts'
import type { Complaint, Path } from './complaint.ts'

const MOST_CHARACTERS = 1_000_000

/** A YAML file as data, that still knows where everything stands. */
export interface YamlFile {
  readonly value: unknown
  /** A complaint with its line and column. */
  locate(complaint: Complaint): Fault
  /** A scalar as it is written, `1.10` where its value is 1.1; undefined where there is none at the path. */
  source(path: Path): string | undefined
}

type Document = ReturnType<typeof parseDocument>

/** Reads YAML 1.2 with merge keys; throws CONFIG with every fault of its syntax. Aliases cannot blow it up. */
export function readYaml(text: string, file: string): YamlFile {
  if (text.length > MOST_CHARACTERS)
    throw new PerfError('CONFIG', `${file} has ${text.length} characters, more than the ${MOST_CHARACTERS} it may have`)
  const lines = new LineCounter()
  const document = parse(text, file, lines)
  const place = (offset: number) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  throwFaults([...syntaxFaults(document, place), ...forbiddenKeys(document, place)], 'CONFIG')
  return {
    value: toValue(document, place),
    locate: ({ path, part = 'value', code = 'CONFIG', wrong, right }) => ({
      code,
      ...place(offsetOf(document, path, part)),
      wrong,
      ...(right === undefined ? {} : { right }),
    }),
    source: (path) => {
      const node = walk(document, path).node
      return isScalar(node) && typeof node.source === 'string' ? node.source : undefined
    },
  }
}

function parse(text: string, file: string, lineCounter: LineCounter): Document {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, merge: true, logLevel: 'error' })
  } catch (thrown) {
    throw new PerfError('CONFIG', `${file} cannot be read as YAML: ${reason(thrown)}`, { cause: thrown })
  }
}

type Place = (offset: number) => Pick<Fault, 'file' | 'line' | 'column'>

/** A bomb of aliases, or one without its anchor, is found only here. */
function toValue(document: Document, place: Place): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    const wrong = `the aliases cannot be followed: ${reason(cause)}`
    const fault: Fault = { code: 'CONFIG', ...place(suspectAlias(document)), wrong, right: ALIAS }
    throw new PerfError('CONFIG', faultLine(fault), { faults: [fault], cause })
  }
}

const ALIAS = '`&name` at what is shared, and `*name` below it, at most 100 times in all'

/** Where the first alias without an anchor before it stands, else the first of all. */
function suspectAlias(document: Document): number {
  const anchors = new Set<string>()
  const aliases: { readonly offset: number; readonly known: boolean }[] = []
  visit(document, {
    Alias: (_, { source, range }) => {
      aliases.push({ offset: range?.[0] ?? 0, known: anchors.has(source) })
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor)
    },
  })
  return (aliases.find(({ known }) => !known) ?? aliases[0])?.offset ?? 0
}

function syntaxFaults({ errors, warnings }: Document, place: Place): readonly Fault[] {
  return [...errors, ...warnings].slice(0, 20).map(({ code, message, pos }) => {
    const known = SYNTAX[code] ?? { wrong: `not YAML: ${message}` }
    return { code: 'CONFIG', ...place(pos[0]), ...known }
  })
}

const SYNTAX: Readonly<Record<string, Pick<Fault, 'wrong' | 'right'>>> = {
  DUPLICATE_KEY: { wrong: 'this key is here a second time', right: 'one of the two, without the other' },
  MULTIPLE_DOCS: {
    wrong: 'a second YAML document begins here, and only one is read',
    right: 'all tests under one `tests`, without `---` between them',
  },
}

/** Keys that are no text, and the one that JavaScript would swallow. */
function forbiddenKeys(document: Document, place: Place): readonly Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Pair(_, { key }) {
      const node = key as Node
      if (isScalar(node) && node.value !== '__proto__') return
      const wrong = isScalar(node)
        ? `${quote('__proto__')} is not a key that may be used`
        : 'a key must be a plain text'
      faults.push({ code: 'CONFIG', ...place(node.range?.[0] ?? 0), wrong, right: 'another name, such as `shop`' })
    },
  })
  return faults.slice(0, 20)
}

interface Step {
  /** The value at the path, or the deepest one that is on the way. */
  readonly node: unknown
  readonly key: unknown
  readonly complete: boolean
}

function walk(document: Document, path: Path): Step {
  let step: Step = { node: document.contents, key: undefined, complete: true }
  for (const part of path) {
    const inside = isAlias(step.node) ? step.node.resolve(document) : step.node
    const pair = isMap(inside)
      ? inside.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined
    const item = isSeq(inside) ? inside.items[Number(part)] : undefined
    if (!isPair(pair) && item === undefined) return { ...step, complete: false }
    step = { node: pair ? pair.value : item, key: pair?.key, complete: true }
  }
  return step
}

function offsetOf(document: Document, path: Path, part: 'key' | 'value'): number {
  const { node, key, complete } = walk(document, path)
  const first = part === 'key' || !complete ? key : node
  return rangeOf(first)?.[0] ?? rangeOf(node)?.[0] ?? rangeOf(key)?.[0] ?? 0
}

function rangeOf(node: unknown): Range | undefined {
  return (node as Node | null | undefined)?.range ?? undefined
}
