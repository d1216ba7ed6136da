import { fail } from '../errors.ts'
import { resizeImage } from '../kernels/resize-image.ts'
import type { ModelCard } from './card.ts'
import type { CardFacts } from './card-schema.ts'
import type { Device } from './device.ts'
import { type Embeddings, embed } from './embed.ts'
import { preflight } from './preflight.ts'

/** An image that a model is shown: values from 0 to 1, shape [colours, height, width]. */
export interface ShownImage {
  readonly planes: ArrayLike<number>
  readonly colours: number
  readonly height: number
  readonly width: number
}

/** Images that are resized and shown together, which bounds their memory. */
const together = 32

/**
 * The graph of a model for images, the size that it takes, and its layers.
 *
 * @throws {NeurarrowError} `model-input` when the model is not made for images
 */
export function visionOf(card: CardFacts) {
  const graph = card.graphs.find(({ role }) => role === 'vision')
  const [, colours, height, width] = graph?.inputs[0].shape ?? []
  if (graph && typeof colours === 'number' && typeof height === 'number') {
    const layers = graph.outputs.map(({ name }) => name)
    return { colours, height, width: Number(width), layers }
  }
  const found = card.graphs.map(({ role }) => role)
  const facts = { contract: 'kind', expected: 'a model for images (role: vision)', found }
  return fail('model-input', { model: card.name, ...facts })
}

/**
 * Shows images to a model and takes what one of its layers gives.
 *
 * Images are brought to the size of the model by straight lines (`resizeImage`); a grey one is
 * shown in three equal colours, a coloured one to a grey model by the mean of its colours.
 *
 * @param layer an output of the graph; the first when not given
 * @throws {NeurarrowError} `stage-options` for a layer that is not there, and the codes of
 *   `preflight` and `embed`
 */
export async function lookThrough(
  card: ModelCard,
  images: readonly ShownImage[],
  { layer, device = 'cpu' }: { readonly layer?: string; readonly device?: Device } = {},
): Promise<Embeddings> {
  const { colours, height, width, layers } = visionOf(card)
  const output = layer ?? layers[0]
  if (!layers.includes(output)) {
    fail('stage-options', { model: card.name, option: 'layer', value: output, layers })
  }
  const model = await preflight(card, device)
  const parts: Embeddings[] = []
  for (let from = 0; from < images.length; from += together) {
    const some = images.slice(from, from + together)
    const values = new Float32Array(some.length * colours * height * width)
    for (const [i, image] of some.entries()) {
      values.set(fitted(image, { colours, height, width }), i * colours * height * width)
    }
    const block = { values, rows: some.length, channel: colours, time: height, depth: width }
    parts.push(await embed(model, block, { output }))
  }
  const size = parts.reduce((sum, { values }) => sum + values.length, 0)
  const all = new Float32Array(size)
  let to = 0
  for (const { values } of parts) {
    all.set(values, to)
    to += values.length
  }
  return { values: all, axes: parts[0]?.axes ?? [] }
}

function fitted(image: ShownImage, size: Omit<ShownImage, 'planes'>): Float64Array {
  const planes = resizeImage(image.planes, image, size)
  if (image.colours === size.colours) return planes
  const pixels = size.height * size.width
  return Float64Array.from({ length: size.colours * pixels }, (_, i) => {
    if (image.colours === 1) return planes[i % pixels]
    return (planes[i] + planes[pixels + i] + planes[2 * pixels + i]) / 3
  })
}
