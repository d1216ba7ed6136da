import type { Random } from './random.ts'

/** Spans of a line of tokens. */
export interface Spans {
  /** Chance that a span begins at a place, where none lies yet. */
  readonly startChance: number
  /** Shortest and longest span, both possible. */
  readonly width: readonly [number, number]
}

/**
 * Hides spans of a line, no two of which overlap; every span of the longest width has room.
 *
 * @param length N
 * @returns shape [N], 1 for hidden; nothing is hidden on a line not longer than the longest span
 * @see Wang et al. (2023), BrainBERT, arXiv:2302.14367 (fixed masks)
 */
export function hideSpans(length: number, { startChance, width }: Spans, draw: Random): Uint8Array {
  const [least, most] = width
  const out = new Uint8Array(length)
  let free = 0
  for (let i = 0; i + most < length; i++) {
    const begins = draw.uniform() < startChance
    if (!begins || i < free) continue
    const end = i + least + draw.integer(most - least + 1)
    out.fill(1, i, end)
    free = end + 1
  }
  return out
}
