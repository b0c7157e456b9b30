import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from '@jest/globals'

const root = new URL('..', import.meta.url).pathname
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
const text = (file: string) => readFileSync(join(root, 'src', file), 'utf8')

/** A room is a folder of src, or a file that stands alone. */
const room = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, ''))

/** Which rooms a room may import from, besides itself. Whatever is not here may not be. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ['core'],
  config: ['core'],
  report: ['core'],
  adapters: ['core', 'ports'],
  action: ['core', 'ports'],
  steps: ['core', 'ports', 'config', 'report'],
  pipeline: ['core', 'ports', 'steps'],
  rejudge: ['core', 'ports', 'steps'],
  world: ['core', 'ports', 'adapters', 'action'],
  'local-world': ['core', 'ports', 'adapters'],
  'results-world': ['core', 'ports', 'adapters'],
  'kubeconfig-world': ['core', 'ports', 'adapters'],
  // doors
  main: ['core', 'action', 'report', 'steps', 'pipeline', 'rejudge', 'enter', 'assets'],
  post: ['core', 'action', 'steps', 'enter'],
  enter: ['core', 'ports', 'action', 'world'],
  cli: [
    'core',
    'ports',
    'config',
    'action',
    'jtl',
    'report',
    'steps',
    'pipeline',
    'world',
    'local-world',
    'results-world',
    'kubeconfig-world',
    'assets',
    'version',
  ],
  agent: ['core', 'ports', 'adapters'],
  http: ['core', 'generator'],
  'jtl-half': ['jtl'],
  index: ['main', 'post', 'cli', 'version'],
  // the programs' own rooms
  jtl: ['core'],
  generator: ['core'],
  assets: ['core'],
  version: [],
}

/** The packages that a room may use; of Node itself core may use only what computes. */
const packages: Readonly<Record<string, readonly RegExp[]>> = {
  core: [/^node:(crypto|zlib|buffer)$/],
  ports: [],
  report: [/^zod$/],
  pipeline: [],
  rejudge: [],
  steps: [],
  action: [/^@actions\/core$/, /^node:/],
  jtl: [/^saxes$/, /^node:/],
  config: [/^(zod|yaml|saxes)$/, /^node:(crypto|path)/],
}

interface Import {
  readonly file: string
  readonly specifier: string
  readonly typeOnly: boolean
}

const imports: readonly Import[] = sources.flatMap((file) =>
  [
    ...text(file).matchAll(
      /(?:^|\n)\s*(import|export)(\s+type)?[^'"\n;]*?(?:\{[^}]*\}[^'"\n]*?)?\bfrom\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((match) => ({ file, specifier: match[3] ?? match[4] ?? match[5] ?? '', typeOnly: match[2] !== undefined })),
)

const own = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map((arrow) => ({ ...arrow, to: posix.join(posix.dirname(arrow.file), arrow.specifier) }))

test('every room of src has its place in the table of arrows', () => {
  expect([...new Set(sources.map(room))].filter((name) => !(name in arrows))).toEqual([])
})

test('imports run one way', () => {
  const faults = own
    .filter(({ file, to }) => room(file) !== room(to) && !arrows[room(file)]?.includes(room(to)))
    .map(({ file, to }) => `${file} imports ${to}`)
  expect(faults).toEqual([])
})

test('adapters do not import one another', () => {
  const wing = (file: string) => file.split('/')[1] ?? ''
  const faults = own
    .filter(({ file, to }) => room(file) === 'adapters' && room(to) === 'adapters')
    .filter(({ file, to }) => wing(file) !== wing(to))
    .map(({ file, to }) => `${file} imports ${to}`)
  expect(faults).toEqual([])
})

test('only the worlds build adapters, besides the agent', () => {
  const faults = own
    .filter(
      ({ file, to }) =>
        room(to) === 'adapters' &&
        !['adapters', 'world', 'local-world', 'kubeconfig-world', 'results-world', 'agent'].includes(room(file)),
    )
    .map(({ file, to }) => `${file} imports ${to}`)
  expect(faults).toEqual([])
})

test('rooms use only the packages that are theirs', () => {
  const faults = imports
    .filter(({ specifier }) => !specifier.startsWith('.'))
    .filter(({ file, specifier }) => packages[room(file)]?.every((allowed) => !allowed.test(specifier)))
    .map(({ file, specifier }) => `${file} imports ${specifier}`)
  expect(faults).toEqual([])
})

test('the toolkit is spoken to by the doors and the room action alone', () => {
  const faults = imports
    .filter(({ specifier }) => specifier === '@actions/core')
    .filter(({ file }) => !['action', 'main', 'post', 'enter'].includes(room(file)))
    .map(({ file }) => file)
  expect(faults).toEqual([])
})

test('no two files import each other, by however long a way', () => {
  const next = new Map<string, string[]>()
  for (const { file, to, typeOnly } of own) if (!typeOnly) next.set(file, [...(next.get(file) ?? []), to])
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file) || way.includes(file)) return
    for (const to of next.get(file) ?? []) visit(to, [...way, file])
    done.add(file)
  }
  for (const file of sources) visit(file, [])
  expect(circles).toEqual([])
})

test('no file is over 200 lines without a reason in its head comment', () => {
  const faults = sources.filter((file) => {
    const lines = text(file).split('\n')
    return lines.length > 201 && !/longer than 200 lines because/i.test(lines.slice(0, 12).join('\n'))
  })
  expect(faults).toEqual([])
})

test('no file has a name that says nothing', () => {
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types)(\.ts|\/)/.test(file))).toEqual([])
})

test('the core knows no clock, no chance and no environment', () => {
  const faults = sources
    .filter((file) => room(file) === 'core')
    .filter((file) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\./.test(text(file)))
  expect(faults).toEqual([])
})

test('the pipeline calls the nine steps by their names, in order, judge with publish and report', () => {
  const story = text('pipeline.ts')
  const steps = [
    'plan',
    'authenticate',
    'render',
    'commit',
    'reconcile',
    'follow',
    'collect',
    'judge',
    'publish',
    'report',
    'withdraw',
  ]
  const body = story.slice(story.indexOf('export async function'))
  const places = steps.map((step) => body.search(new RegExp(`(?<![\\w'])${step}\\(`)))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})
