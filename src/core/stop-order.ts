/** What `control/stop.json` asks of the pods. */
export interface StopOrder {
  /**
   * `now`: the load stops, and the run is not whole. `decided`: no further block is needed; one that is under way ends
   * early and counts for nothing, and the pods are done.
   */
  readonly kind: 'now' | 'decided'
  readonly why: string
}

const SCHEMA = 'perf-action/stop/v1'

/** The order that a comparison is decided, as it is written. */
export function decidedOrder(why: string): string {
  return JSON.stringify({ schema: SCHEMA, kind: 'decided', why })
}

/** An order as it was read; whatever is no word of ours was written by a person who wants the load to stop. */
export function parseStopOrder(text: string): StopOrder {
  const { schema, kind, why } = fieldsOf(text)
  if (schema === SCHEMA && kind === 'decided' && typeof why === 'string') return { kind, why }
  return { kind: 'now', why: 'a stop was asked for by control/stop.json' }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
