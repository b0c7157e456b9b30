import { z } from 'zod'

/** What a section may hold of each; more is cut when it is made, and refused when it is read. */
export const MOST = {
  text: 1200,
  reasons: 20,
  limits: 100,
  labels: 300,
  checks: 40,
  metrics: 50,
  pods: 200,
  columns: 60,
  changes: 100,
  steps: 100,
}

/** Untrusted, and cut to what may be held. */
export const text = z.string().max(MOST.text)
export const number = z.number()
/** null: there is none. */
export const maybe = z.number().nullable()
/** A list of at most so many. */
export const many = <T extends z.ZodType>(item: T, most: number) => z.array(item).max(most).readonly()
