import { quote } from '../core/fault.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import type { WrittenRevision } from './revision-schema.ts'

const EXAMPLE = '`revision: {image: app=shop}`'
const LEAVE_OUT = 'the same without it'

/** What belongs to the image of pods, and what to a query. */
const KEYS = { image: ['namespace', 'container'], query: ['label', 'source'] } as const

/** How the revisions of the targets are to be read: by one way each, and a Prometheus that there is. */
export function checkRevisions({ test, unread, sources }: Sound): readonly Complaint[] {
  const targets = [
    { at: ['target'], target: unread.has('target') ? undefined : test.target },
    { at: ['targets', 'base'], target: unread.has('targets') ? undefined : test.targets?.base },
    { at: ['targets', 'head'], target: unread.has('targets') ? undefined : test.targets?.head },
  ]
  return targets.flatMap(({ at, target }) =>
    target?.revision === undefined ? [] : faultsOf([...at, 'revision'], target.revision, sources),
  )
}

function faultsOf(path: readonly string[], revision: WrittenRevision, sources: Sound['sources']): readonly Complaint[] {
  if (typeof revision === 'string') return []
  const { image, query, label, source = 'default' } = revision
  if ((image === undefined) === (query === undefined))
    return [{ path, wrong: `${quote(path.join('.'))} needs either \`image\` or \`query\``, right: EXAMPLE }]
  const [way, other] = image === undefined ? (['query', 'image'] as const) : (['image', 'query'] as const)
  const strange = KEYS[other]
    .filter((key) => revision[key] !== undefined)
    .map((key) => ({
      ...{ path: [...path, key], part: 'key' as const, right: LEAVE_OUT },
      wrong: `${quote(key)} says nothing beside ${quote(way)}`,
    }))
  if (query === undefined) return strange
  const unlabelled = { path, wrong: '`query` needs `label`, which has the revision', right: '`label: version`' }
  return [...strange, ...(label === undefined ? [unlabelled] : []), ...unknown(path, source, sources)]
}

function unknown(path: readonly string[], source: string, sources: Sound['sources']): readonly Complaint[] {
  if (sources === undefined || sources.includes(source)) return []
  const wrong = `the input prometheus has no ${quote(source)}`
  return [{ path: [...path, 'source'], wrong, right: quote(`prometheus: ${source}=https://prometheus.example.com`) }]
}
