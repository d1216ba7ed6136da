import type { Block } from './block.ts'
import type { Pool } from './card-schema.ts'
import { type EmbedOptions, embed } from './embed.ts'
import { type AxisNames, poolEmbedding } from './pool-embedding.ts'
import type { ReadyModel } from './preflight.ts'

/** How often a model with a noise input is run on each window, and what of the runs is given. */
export interface Draws {
  readonly count: number
  readonly give: 'mean' | 'variance' | 'both'
}

/** What is asked of a model whose output becomes one vector a window. */
export interface VectorOptions extends EmbedOptions {
  /** Axes of the output as the card names them. */
  readonly axes: AxisNames
  readonly pool: Pool
  readonly draws?: Draws
}

/** Vectors of windows, shape [R, D]. */
export interface Vectors {
  readonly values: Float32Array
  /** Length of the last axis of the output. */
  readonly depth: number
  /** Of the features, where two things of each are given. */
  readonly names?: readonly string[]
}

/**
 * Encodes windows into one vector each, with `draws` from several runs that differ in the numbers
 * of the noise inputs alone: the mean of their vectors, the variance (the mean squared distance
 * from that mean; dropout at run time gives the model's doubt so), or the means and then the
 * variances, named `mean0`, `variance0` and so on.
 *
 * The numbers of a run follow from seed, run and window, so that neither batches nor other windows
 * change them. A window that is not finite has NaN.
 *
 * @throws {NeurarrowError} as `embed`
 * @see Gal & Ghahramani (2016), ICML, arXiv:1506.02142
 */
export async function drawVectors(
  model: ReadyModel,
  block: Block,
  options: VectorOptions,
): Promise<Vectors> {
  const { axes, pool, draws, seed = 0, ...asked } = options
  const runOnce = async (own: number): Promise<Vectors> => {
    const found = await embed(model, block, { ...asked, seed: own })
    return { values: poolEmbedding(found, axes, pool), depth: found.axes.at(-1) ?? 1 }
  }
  if (draws === undefined) return runOnce(seed)
  const first = await runOnce(seedOf(seed, 0))
  const means = Float64Array.from(first.values)
  const squares = new Float64Array(means.length)
  for (let draw = 1; draw < draws.count; draw++) {
    const { values } = await runOnce(seedOf(seed, draw))
    addRun(means, squares, { values, count: draw + 1 })
  }
  const variances = squares.map((sum) => sum / draws.count)
  return { ...chosenOf(means, variances, block.rows, draws), depth: first.depth }
}

function seedOf(seed: number, draw: number): number {
  return ((seed % 2 ** 32) + Math.imul(draw + 1, 0x9e3779b1)) >>> 0
}

/** Takes one more run into means and sums of squares, one number after the other. */
function addRun(
  means: Float64Array,
  squares: Float64Array,
  { values, count }: { readonly values: Float32Array; readonly count: number },
): void {
  for (let i = 0; i < values.length; i++) {
    const apart = values[i] - means[i]
    means[i] += apart / count
    squares[i] += apart * (values[i] - means[i])
  }
}

function chosenOf(
  means: Float64Array,
  variances: Float64Array,
  rows: number,
  { give }: Draws,
): Omit<Vectors, 'depth'> {
  if (give !== 'both') return { values: Float32Array.from(give === 'mean' ? means : variances) }
  const width = means.length / rows
  const values = new Float32Array(2 * means.length)
  for (let r = 0; r < rows; r++) {
    const [from, to] = [r * width, (r + 1) * width]
    values.set(means.subarray(from, to), 2 * from)
    values.set(variances.subarray(from, to), 2 * from + width)
  }
  const names = ['mean', 'variance'].flatMap((word) =>
    Array.from({ length: width }, (_, d) => `${word}${d}`),
  )
  return { values, names }
}
