/** What a test's fields must be to one another. Paths are from the test; a field in `unread` is wrong already. */
import { nearest, quote } from '../core/fault.ts'
import { duration as asText } from '../core/figure.ts'
import type { Complaint } from './complaint.ts'
import { checkEndurance } from './endurance-check.ts'
import { checkHeaders } from './header-check.ts'
import { checkPairs } from './pairs-check.ts'
import { checkQueries } from './query-check.ts'
import { labelOf } from './resolve.ts'
import { checkRevisions } from './revision-check.ts'
import type { WrittenTest } from './schema.ts'
import { example } from './shape.ts'
import { blockMs } from './steps.ts'
import { checkStress } from './stress-check.ts'

export interface Sound {
  readonly name: string
  /** The fields whose shape is right. */
  readonly test: WrittenTest
  /** The fields that are there, but wrong. */
  readonly unread: ReadonlySet<string>
  /** The names of the input `prometheus`; undefined: not known. */
  readonly sources?: readonly string[]
}

/** Everything that is wrong between the fields of one test. */
export function checkTest(sound: Sound): readonly Complaint[] {
  return [
    ...reservedName(sound),
    ...generatorsNeeds(sound),
    ...amounts(sound),
    ...labels(sound),
    ...limits(sound),
    ...sources(sound),
    ...properties(sound),
    ...comparing(sound),
    ...checkPairs(sound),
    ...checkRevisions(sound),
    ...checkQueries(sound),
    ...checkEndurance(sound),
    ...checkStress(sound),
    ...(sound.test.requests ?? []).flatMap(checkHeaders),
  ]
}

function reservedName({ name }: Sound): readonly Complaint[] {
  if (name !== 'all') return []
  return [
    { path: [], part: 'key', wrong: 'a test cannot be named `all`: that word asks for every test', right: '`every`' },
  ]
}

const NEEDS = { jmeter: ['plan'], http: ['requests', 'target'] } as const
const STRANGE = { jmeter: ['requests'], http: ['plan', 'properties'] } as const

function generatorsNeeds({ test, unread }: Sound): readonly Complaint[] {
  const { generator } = test
  if (generator === undefined || generator === 'fortio') return []
  const has = (key: keyof WrittenTest) => test[key] !== undefined || unread.has(key)
  const missing = NEEDS[generator]
    .filter((key) => !has(key) && !(key === 'target' && has('targets')))
    .map((key) => ({
      path: ['generator'],
      wrong: `generator ${quote(generator)} needs ${quote(key)}`,
      ...example(['tests', 'any', key]),
    }))
  const strange = STRANGE[generator].filter(has).map((key) => ({
    path: [key],
    part: 'key' as const,
    wrong: `generator ${quote(generator)} does not use ${quote(key)}`,
    right: 'the same without it',
  }))
  const load = { path: ['generator'], wrong: 'there is neither `threads` nor `rate`', right: '`threads: 100`' }
  const driven = has('threads') || has('rate') || Array.isArray(test.steps) || unread.has('steps')
  return [...missing, ...strange, ...(driven ? [] : [load])]
}

function amounts({ test, unread }: Sound): readonly Complaint[] {
  const { threads, pods = 1, ramp } = test
  const complaints: Complaint[] = []
  if (threads !== undefined && !unread.has('pods') && threads < pods)
    complaints.push({
      path: ['threads'],
      wrong: `${threads} ${threads === 1 ? 'thread' : 'threads'} cannot be divided over ${pods} pods`,
      right: quote(`threads: ${pods}`),
    })
  const durationMs = blockMs(test)
  const told = unread.has('duration') || unread.has('profile') || test.profile === 'stress' // checkStress tells it of steps
  if (ramp !== undefined && !told && ramp >= durationMs)
    complaints.push({
      path: ['ramp'],
      wrong: `a ramp of ${asText(ramp)} leaves nothing of a duration of ${asText(durationMs)}`,
      ...example(['tests', 'any', 'ramp']),
    })
  return complaints
}

function labels({ test }: Sound): readonly Complaint[] {
  const seen = new Set<string>()
  return (test.requests ?? []).flatMap((request, i) => {
    const label = labelOf(request)
    const first = !seen.has(label)
    seen.add(label)
    if (first) return []
    return [
      {
        path: ['requests', i, 'name' in request ? 'name' : 'path'],
        wrong: `another request is counted as ${quote(label)} already`,
        right: quote(`name: ${label} ${i + 1}`),
      },
    ]
  })
}

function limits({ test, unread }: Sound): readonly Complaint[] {
  const ids = Object.keys(test.metrics ?? {})
  const known = test.generator === 'http' && test.requests ? test.requests.map(labelOf) : undefined
  return (test.limits ?? []).flatMap(({ quantity }, i) => {
    const path = ['limits', i]
    if (quantity.kind === 'metric') {
      if (ids.includes(quantity.id) || unread.has('metrics')) return []
      const wrong = `there is no metric ${quote(quantity.id)} in \`metrics\`${listOf(ids)}`
      return [{ path, wrong, right: quote(`metrics: {${quantity.id}: {query: up}}`) }]
    }
    const label = 'label' in quantity ? quantity.label : undefined
    if (label === undefined || known === undefined || known.includes(label)) return []
    const meant = nearest(label, known)
    const wrong = `no request is counted as ${quote(label)}${listOf(known)}`
    return [{ path, wrong, ...(meant === undefined ? {} : { right: quote(meant) }) }]
  })
}

function sources({ test, sources: known }: Sound): readonly Complaint[] {
  if (known === undefined) return []
  return Object.entries(test.metrics ?? {}).flatMap(([id, { source = 'default' }]) => {
    if (known.includes(source)) return []
    const wrong = `the input prometheus has no ${quote(source)}${listOf(known)}`
    return [
      { path: ['metrics', id, 'source'], wrong, right: quote(`prometheus: ${source}=https://prometheus.example.com`) },
    ]
  })
}

const OURS = /^(?:threads|ramp-up|duration|rate|target\.(?:protocol|host|port|path)|jmeter\.save\..*|summariser\..*)$/

function properties({ test }: Sound): readonly Complaint[] {
  return Object.keys(test.properties ?? {})
    .filter((key) => OURS.test(key))
    .map((key) => ({
      path: ['properties', key],
      part: 'key' as const,
      wrong: `perf-action itself sets the property ${quote(key)}`,
      right: 'the same without it',
    }))
}

function listOf(known: readonly string[]): string {
  if (known.length === 0) return ''
  const some = known.slice(0, 10).map((word) => quote(word, 40))
  return ` (known: ${some.join(', ')}${known.length > 10 ? ', …' : ''})`
}

/** What would say something about a comparison that is not made. */
function comparing({ test }: Sound): readonly Complaint[] {
  const { with: how, margin, strict } = test.compare ?? {}
  if (how !== 'none') return []
  return Object.entries({ margin, strict })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => ({
      path: ['compare', key],
      part: 'key' as const,
      wrong: `${quote(`compare.${key}`)} says nothing where runs are compared with none`,
      right: 'the same without it',
    }))
}
