/** A quantity as it was measured, in the limit's unit; `actual` null says by `note` why there is nothing. */
export interface Reading {
  readonly actual: number | null
  readonly unit?: string
  readonly note?: string
  /** Why the figure rests on too little to meet a limit; it may still break one. */
  readonly unproven?: string
}
