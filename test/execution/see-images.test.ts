import { describe, expect, test } from 'vitest'
import { imagesSchema } from '../../src/evaluation/images.ts'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { layersOf, seeImages } from '../../src/execution/see-images.ts'
import { random } from '../../src/kernels/random.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { i32, lists, makeTable, textOf } from '../../src/tables/table.ts'

const images = imagesSchema.parse({ size: [1, 8, 8] })
const draw = random(4)
const own = Float32Array.from({ length: 4 * 64 }, () => Math.abs(draw.normal()) % 1)
const truth = Float32Array.of(...own, ...own)
const prediction = truth.map((value) => value + 0.1 * draw.normal())
const rows = 8
const words = (of: (row: number) => string) => textOf(Array.from({ length: rows }, (_, r) => of(r)))
const columns = {
  subject: words((r) => (r < 4 ? 'A' : 'B')),
  session: words(() => ''),
  run: words(() => ''),
  recording: words((r) => (r < 4 ? 'A' : 'B')),
  window: i32(Int32Array.from({ length: rows }, (_, r) => r % 4)),
  fold: i32(Int32Array.from({ length: rows }, (_, r) => Number(r > 3))),
  truth: lists(truth, 64),
  prediction: lists(prediction, 64),
}
const predictions = makeTable('predictions', columns, {
  ...{ target: 'picture', classes: '[]', images: JSON.stringify(images) },
})
const metrics = ['twoWay@tiny-vision/late', 'rowPearson', 'cosine@tiny-vision/pooled']
const how = { unit: 'subject', seed: 0, bootstraps: 100, permutations: 20 } as const

describe('pictures seen by a model', () => {
  test('each layer is looked through once', () => {
    expect(layersOf([...metrics, 'top1@tiny-vision/late'])).toEqual([
      { model: 'tiny-vision', layer: 'late' },
      { model: 'tiny-vision', layer: 'pooled' },
    ])
  })

  test('scores of what is seen stand beside scores of pixels', async () => {
    const shown = await seeImages(predictions, metrics, { images })
    const { byMetric } = scorePredictions(shown.predictions, { metrics, ...how, seen: shown.seen })
    expect(byMetric['twoWay@tiny-vision/late'].mean).toBeGreaterThan(0.8)
    expect(byMetric['cosine@tiny-vision/pooled'].mean).toBeGreaterThan(0.9)
    const plain = scorePredictions(predictions, { metrics: ['rowPearson'], ...how })
    expect(byMetric.rowPearson).toEqual(plain.byMetric.rowPearson)
  })

  test('a part of the rows sees its own pictures', async () => {
    const { predictions: all, seen } = await seeImages(predictions, metrics, { images })
    const asked = { metrics: metrics.slice(0, 1), ...how, seen }
    const whole = scorePredictions(all, asked)
    const part = scorePredictions(takeRows(all, [4, 5, 6, 7]), asked)
    const [use] = asked.metrics
    expect(part.byMetric[use].perGroup).toEqual({ B: whole.byMetric[use].perGroup.B })
  })

  test('what is no image, or of another size, is refused', async () => {
    await expect(seeImages(predictions, metrics, {})).rejects.toMatchObject({
      code: 'stage-options',
    })
    const other = imagesSchema.parse({ size: [1, 8, 9] })
    await expect(seeImages(predictions, [], { images: other })).rejects.toMatchObject({
      code: 'length-mismatch',
      facts: { expected: 72, found: 64 },
    })
    expect(() => scorePredictions(predictions, { metrics, ...how })).toThrow(
      expect.objectContaining({ code: 'stage-options' }),
    )
  })
})
