import { loadModelCard } from '../encoders/card.ts'
import type { Device } from '../encoders/device.ts'
import { lookThrough } from '../encoders/look-through.ts'
import { fail } from '../errors.ts'
import { type ImageForm, numbersOf, pictureOf } from '../evaluation/images.ts'
import type { Through } from '../evaluation/metric.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { outcomeOf } from '../evaluation/predictions.ts'
import { imageColumn, type Seen, type Sight, sightKey } from '../evaluation/sight.ts'
import { columnsOf, hasColumn, i32, listsOf, makeTable, type Table } from '../tables/table.ts'

/** Predictions whose rows are numbered, and what models see in them. */
export interface SeenPredictions {
  readonly predictions: Table<'predictions'>
  /** Absent where no metric looks through a model. */
  readonly seen?: Seen
}

/** Layers of models through which metrics look, each once. */
export function layersOf(metrics: readonly string[]): Through[] {
  const all = metrics.flatMap((use) => metricNamed(use)?.through ?? [])
  return [...new Map(all.map((through) => [sightKey(through), through])).values()]
}

/**
 * Shows predicted and true images of a predictions table to the models through which metrics look.
 *
 * @param images how vectors are images
 * @throws {NeurarrowError} `length-mismatch` when vectors have not so many numbers, `stage-options`
 *   without `images`, and the codes of `lookThrough`
 */
export async function seeImages(
  predictions: Table<'predictions'>,
  metrics: readonly string[],
  { images, device }: { readonly images?: ImageForm; readonly device?: Device },
): Promise<SeenPredictions> {
  const layers = layersOf(metrics)
  const { candidates, truth } = outcomeOf(predictions)
  if (images) requireSize(images, candidates?.width ?? 0)
  if (layers.length === 0) return { predictions }
  if (images === undefined || !candidates || hasColumn(predictions, imageColumn)) {
    return fail('stage-options', { option: 'images', metrics, remedy: 'images: { size }' })
  }
  const { width } = candidates
  const shown = (values: ArrayLike<number>) =>
    Array.from({ length: values.length / width }, (_, r) =>
      pictureOf(Array.prototype.slice.call(values, r * width, (r + 1) * width), images),
    )
  const [found, own] = [listsOf(predictions, 'prediction').values, candidates.values].map(shown)
  const by = new Map<string, Sight>()
  for (const through of layers) {
    const card = loadModelCard(through.model)
    const asked = { layer: through.layer, device }
    const [foundSight, ownSight] = [
      await lookThrough(card, found, asked),
      await lookThrough(card, own, asked),
    ]
    const size = ownSight.values.length / own.length
    by.set(sightKey(through), { found: foundSight.values, own: ownSight.values, width: size })
  }
  const image = i32(Int32Array.from({ length: predictions.rows }, (_, r) => r))
  const columns = { ...columnsOf(predictions), [imageColumn]: image }
  return {
    predictions: makeTable('predictions', columns, predictions.meta),
    seen: { by, ownOf: Int32Array.from(truth) },
  }
}

function requireSize(images: ImageForm, width: number): void {
  const expected = numbersOf(images)
  if (expected === width) return
  fail('length-mismatch', { option: 'images', size: images.size, expected, found: width })
}
