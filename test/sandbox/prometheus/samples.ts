export type Labels = Readonly<Record<string, string>>

/** A value at a time in ms since 1970; none where the series had ended. */
export interface Sample {
  readonly at: number
  readonly value: number | undefined
}

export interface StoredSeries {
  /** Its name as `__name__` among them. */
  readonly labels: Labels
  /** In order of time. */
  readonly samples: readonly Sample[]
}

/** What was scraped since the start. */
export interface Samples {
  readonly all: readonly StoredSeries[]
  /** Takes the values of one scrape; series that the target no longer has end. */
  add(at: number, target: string, values: readonly (readonly [Labels, number])[]): void
}

/** An empty store. */
export function createSamples(): Samples {
  const stored = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>()
  const before = new Map<string, ReadonlySet<string>>()
  return {
    get all() {
      return [...stored.values()]
    },
    add(at, target, values) {
      const keys = new Set<string>()
      for (const [labels, value] of values) {
        const key = JSON.stringify(Object.entries(labels).toSorted())
        keys.add(key)
        const series = stored.get(key) ?? { labels, samples: [] }
        series.samples.push({ at, value })
        stored.set(key, series)
      }
      for (const key of before.get(target) ?? [])
        if (!keys.has(key)) stored.get(key)?.samples.push({ at, value: undefined })
      before.set(target, keys)
    },
  }
}
