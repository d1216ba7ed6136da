/**
 * Counts how often each id occurs at each level.
 *
 * @param ids shape [N, L]; ids below 0 are not counted
 * @param levels L
 * @param size ids of a level
 * @returns counts, shape [L, size]
 */
export function countIds(ids: Int32Array, levels: number, size: number): Float64Array {
  const counts = new Float64Array(levels * size)
  for (let i = 0; i < ids.length; i += levels) {
    for (let q = 0; q < levels; q++) {
      const id = ids[i + q]
      if (id >= 0 && id < size) counts[q * size + id]++
    }
  }
  return counts
}

/** New ids for old ones. */
export interface Vocabulary {
  /** Shape [size]: the new id of each old one, 0 for one that is dropped. */
  readonly idOf: Int32Array
  /** How many new ids there are, the unknown one included. */
  readonly size: number
}

/**
 * Numbers ids anew by falling frequency from 1 on; 0 stands for all that are too rare.
 *
 * Of equally frequent ids the lower one comes first.
 *
 * @param counts shape [size], how often each id occurs
 * @param least how often one must occur to be kept, at least 1
 */
export function byFrequency(counts: Float64Array, least = 1): Vocabulary {
  const kept = Array.from(counts.keys()).filter((id) => counts[id] >= least)
  kept.sort((a, b) => counts[b] - counts[a] || a - b)
  const idOf = new Int32Array(counts.length)
  kept.forEach((id, rank) => {
    idOf[id] = rank + 1
  })
  return { idOf, size: kept.length + 1 }
}
