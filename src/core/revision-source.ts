import type { Side } from './blocks.ts'
import { quote } from './fault.ts'
import type { Test } from './plan.ts'
import { isRevision } from './revision.ts'
import type { MetricResult } from './series.ts'
import type { Probe } from './spec.ts'

/** Where it can be read which revision a target runs: a URL that answers it, the pods that serve it, a label of a series. */
export type RevisionSource = string | RunningImage | RevisionQuery

/** The digest of the image that pods run. */
export interface RunningImage {
  /** The label selector of the pods. */
  readonly image: string
  /** Absent: that of the run's Job. */
  readonly namespace?: string
  /** Absent: the pods have but one. */
  readonly container?: string
}

/** The values that a label has in the series of a query. */
export interface RevisionQuery {
  readonly query: string
  readonly label: string
  /** Name of a Prometheus of the input `prometheus`. */
  readonly source: string
}

/** A container of a pod, as its node says. */
export interface RunningContainer {
  readonly pod: string
  readonly container: string
  /** The image's id: a digest, mostly with its repository. */
  readonly imageId: string
}

/** What of a test's targets cannot be asked by the pods that load them. */
export function revisionsToRead({ pairs, target }: Test) {
  const sides: readonly (readonly [Side, RevisionSource | undefined])[] =
    pairs === undefined
      ? [['head', target?.revision]]
      : [
          ['base', pairs.base.revision],
          ['head', pairs.head.revision],
        ]
  return sides.flatMap(([side, source]) =>
    source === undefined || typeof source === 'string' ? [] : [{ side, source }],
  )
}

const DIGEST = /sha256:[0-9a-f]{64}/

/** What running containers say of their revision: one probe for each image among them, all of one moment. */
export function ofContainers(at: number, found: readonly RunningContainer[], asked: RunningImage): readonly Probe[] {
  const names = [...new Set(found.map(({ container }) => container))].sort()
  const chosen = asked.container ?? names[0]
  if (asked.container === undefined && names.length > 1)
    return [{ at, why: `the pods of ${quote(asked.image)} have several containers (${names.join(', ')}): name one` }]
  const ids = found.filter(({ container }) => container === chosen).map(({ imageId }) => imageId)
  const what = asked.container === undefined ? '' : ` with a container ${quote(asked.container)}`
  return probes(at, ids.map(digestOf), `no pod of ${quote(asked.image)}${what} runs`)
}

/** The digest of an image's id, and of one without a digest all of it. */
function digestOf(imageId: string): string {
  return DIGEST.exec(imageId)?.[0] ?? imageId
}

/** What the series of a query say of a revision: one probe for each value of the label, all of one moment. */
export function ofSeries(at: number, { state, why, series }: MetricResult, { label }: RevisionQuery): readonly Probe[] {
  if (state === 'failed') return [{ at, why: why ?? 'Prometheus did not answer' }]
  const values = series.flatMap(({ labels }) => labels[label] ?? [])
  return probes(
    at,
    values,
    series.length === 0 ? 'the query has no series now' : `its series have no revision in the label ${quote(label)}`,
  )
}

function probes(at: number, revisions: readonly string[], none: string): readonly Probe[] {
  const known = [...new Set(revisions.filter(isRevision))].sort()
  return known.length === 0 ? [{ at, why: none }] : known.map((revision) => ({ at, revision }))
}
