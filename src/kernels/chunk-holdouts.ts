import type { Random } from './random.ts'

/** How rows are held out: draws of a share of chunks of rows that follow each other. */
export interface ChunkPlan {
  /** How many draws, at least 1. */
  readonly count: number
  /** Rows of a chunk, at least 1. */
  readonly chunkRows: number
  /** Share of the chunks that a draw holds out, between 0 and 1. */
  readonly share: number
}

/**
 * Draws rows to hold out in whole chunks, so that neighbours in time, which are alike, stand on one
 * side. Chunks lie within a group (the rows of a person, in their order); rows after its last whole
 * chunk are never held out. A draw holds out one chunk at least, and leaves one at least.
 *
 * @param groups group of each row, shape [R]
 * @returns for each draw its rows, ascending; draws may overlap
 * @throws {RangeError} there are fewer than two chunks
 * @see Huth et al. (2016), Nature 532:453-458, doi:10.1038/nature17637, "voxelwise model fitting"
 */
export function chunkHoldouts(
  groups: ArrayLike<number>,
  { count, chunkRows, share }: ChunkPlan,
  draw: Random,
): Int32Array[] {
  const chunks = chunksOf(groups, chunkRows)
  if (chunks.length < 2) throw new RangeError(`${chunks.length} chunk: none can be held out`)
  const held = Math.min(chunks.length - 1, Math.max(1, Math.round(share * chunks.length)))
  return Array.from({ length: count }, () => {
    const some = draw.shuffle(chunks.slice()).slice(0, held)
    return Int32Array.from(some.flat()).sort()
  })
}

function chunksOf(groups: ArrayLike<number>, chunkRows: number): number[][] {
  const rows = new Map<number, number[]>()
  for (let r = 0; r < groups.length; r++) {
    const own = rows.get(groups[r])
    if (own) own.push(r)
    else rows.set(groups[r], [r])
  }
  return [...rows.values()].flatMap((own) =>
    Array.from({ length: Math.floor(own.length / chunkRows) }, (_, c) =>
      own.slice(c * chunkRows, (c + 1) * chunkRows),
    ),
  )
}
