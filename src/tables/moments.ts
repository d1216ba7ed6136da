/** What the numbers of a label are when they are channels at moments, a channel after the other. */
export interface Moments {
  readonly channels: readonly string[]
  /** Middles of the spans that were averaged, from the event, s. */
  readonly timesS: readonly number[]
}

/** The metadata entry that says so of a label. */
export function momentsEntry(label: string): string {
  return `moments of ${label}`
}
