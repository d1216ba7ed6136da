import { fail } from '../errors.ts'
import type { Metric, Through } from './metric.ts'
import type { Outcome } from './predictions.ts'

/** What a layer of a model sees in the images of a predictions table. */
export interface Sight {
  /** Of each predicted image, shape [R, width]. */
  readonly found: Float32Array
  /** Of each distinct true image, shape [N, width]. */
  readonly own: Float32Array
  readonly width: number
}

/** What models see in the images of a predictions table of R rows. */
export interface Seen {
  /** By `sightKey`. */
  readonly by: ReadonlyMap<string, Sight>
  /** Which of the distinct true images is each row's, shape [R]. */
  readonly ownOf: Int32Array
}

/** The column that says which row of the whole table a row is, where images are looked at. */
export const imageColumn = 'image'

/** The same for the same layer of the same model. */
export function sightKey({ model, layer = '' }: Through): string {
  return `${model}/${layer}`
}

/**
 * Predictions as a metric takes them: as they are, or as the layer of the model through which it
 * looks sees predicted and true images.
 *
 * @throws {NeurarrowError} `stage-options` when nobody has looked through it
 */
export function outcomeThrough(
  outcome: Outcome,
  { use, through }: Metric,
  seen: Seen | undefined,
): Outcome {
  if (through === undefined) return outcome
  const { image, candidates } = outcome
  const sight = seen?.by.get(sightKey(through))
  if (sight === undefined || seen === undefined || !image || !candidates) {
    return fail('stage-options', { option: 'metrics', value: use, remedy: 'images: { size }' })
  }
  const { width } = sight
  const scores = new Float32Array(image.length * width)
  const values = new Float64Array((candidates.values.length / candidates.width) * width)
  for (let r = 0; r < image.length; r++) {
    scores.set(sight.found.subarray(image[r] * width, (image[r] + 1) * width), r * width)
    const own = seen.ownOf[image[r]]
    values.set(sight.own.subarray(own * width, (own + 1) * width), outcome.truth[r] * width)
  }
  return { ...outcome, scores, candidates: { ...candidates, values, width }, images: undefined }
}
