import { holm } from '../kernels/holm.ts'

/** The names of two contestants, in any order. */
export type PlannedPair = readonly [string, string]

/** What a pair is corrected for. */
export interface Corrected {
  /** `p` after Holm's correction for all pairs of its family. */
  readonly holmP: number
  /** How many pairs its family has. */
  readonly family: number
  /** Whether it was named beforehand. */
  readonly planned: boolean
}

/**
 * Corrects the p of pairs family by family: pairs that were named before any score was seen are one
 * family, all others another, so that a question which was asked does not pay for those which
 * nobody asked.
 *
 * @returns one for each pair, in their order
 * @see Holm (1979), Scand. J. Stat. 6(2):65-70
 */
export function correctPairs(
  pairs: readonly { readonly better: string; readonly other: string; readonly p: number }[],
  planned: readonly PlannedPair[],
): Corrected[] {
  const isPlanned = pairs.map(({ better, other }) =>
    planned.some((names) => names.includes(better) && names.includes(other)),
  )
  const families = [true, false].map((which) =>
    pairs.flatMap((_, i) => (isPlanned[i] === which ? [i] : [])),
  )
  const out: Corrected[] = []
  for (const [f, members] of families.entries()) {
    const adjusted = holm(members.map((i) => pairs[i].p))
    members.forEach((i, k) => {
      out[i] = { holmP: adjusted[k], family: members.length, planned: f === 0 }
    })
  }
  return out
}
