import { multiply } from './multiply.ts'
import { outputLoss } from './output-loss.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/** What a linear map is trained to: the row's own candidate first among all. */
export interface ContrastiveGoal {
  /** Candidates of length 1, shape [N, Q]. */
  readonly candidates: Float64Array
  /** The place of each row's own among them, shape [R]. */
  readonly own: Float64Array
  /** Q */
  readonly width: number
  /** What scores are multiplied by before the softmax. */
  readonly scale: number
  /** Whether what is mapped is brought to length 1 too. */
  readonly isCosine: boolean
}

/** Rows that are mapped, laid out once. */
export interface MappedRows {
  readonly across: Panels
  readonly down: Panels
}

/**
 * The contrastive loss of a linear map and its gradient: the cross-entropy of the softmax over
 * candidates of scale · <z, y>, z the mapped row (of length 1 by the cosine), y a candidate of
 * length 1.
 *
 * @param weights shape [Q, D]
 * @param x rows of shape [R, D]
 * @returns `gradient`, shape [Q, D]
 * @see Radford et al. (2021), arXiv:2103.00020; Défossez et al. (2023),
 *   doi:10.1038/s42256-023-00714-5, where only the candidate has length 1
 */
export function contrastiveLoss(
  weights: Float64Array,
  x: MappedRows,
  goal: ContrastiveGoal,
): { loss: number; gradient: Float64Array } {
  const { candidates, own, width, scale, isCosine } = goal
  const { rows, depth } = x.across
  const total = candidates.length / width
  const mapped = multiply(x.across, panels(weights, width, depth))
  const lengths = isCosine ? toLengthOne(mapped, width) : undefined
  const scores = multiply(panels(mapped, rows, width), panels(candidates, total, width))
  for (let i = 0; i < scores.length; i++) scores[i] *= scale
  const loss = outputLoss(scores, { y: own, isClass: true, width: total })
  for (let i = 0; i < scores.length; i++) scores[i] *= scale
  const back = multiply(panels(scores, rows, total), columnPanels(candidates, total, width))
  if (lengths) throughLength(back, mapped, lengths)
  return { loss, gradient: multiply(columnPanels(back, rows, width), x.down) }
}

/**
 * Divides each row of x, shape [R, width], by its length, in place.
 *
 * @returns the lengths, shape [R]; a row of zeros stays, with a length of 1
 */
export function toLengthOne(x: Float64Array, width: number): Float64Array {
  const lengths = new Float64Array(x.length / width)
  for (let r = 0; r < lengths.length; r++) {
    let squares = 0
    for (let q = 0; q < width; q++) squares += x[r * width + q] ** 2
    lengths[r] = squares > 0 ? Math.sqrt(squares) : 1
    for (let q = 0; q < width; q++) x[r * width + q] /= lengths[r]
  }
  return lengths
}

/** The gradient before rows were brought to length 1, in place. */
function throughLength(back: Float64Array, unit: Float64Array, lengths: Float64Array): void {
  const width = unit.length / lengths.length
  for (let r = 0; r < lengths.length; r++) {
    let along = 0
    for (let q = 0; q < width; q++) along += back[r * width + q] * unit[r * width + q]
    for (let q = 0; q < width; q++) {
      const i = r * width + q
      back[i] = (back[i] - along * unit[i]) / lengths[r]
    }
  }
}
