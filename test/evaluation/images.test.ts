import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { greyOf, type ImageForm, imagesSchema, pictureOf } from '../../src/evaluation/images.ts'
import { metricNamed } from '../../src/evaluation/metrics.ts'
import { expectClose } from '../close.ts'
import { vectorAnswers } from './vector-answers.ts'

const file = new URL('../golden/evaluation/images.json', import.meta.url)
const { compared, drawn } = JSON.parse(readFileSync(file, 'utf8')) as {
  compared: {
    images: ImageForm
    scores: number[]
    values: number[]
    expected: Record<string, number>
  }[]
  drawn: { use: string; total: number; rank: number; expected: number }[]
}

describe('images', () => {
  test.each(compared)('equals scikit-image and NumPy: $images', ({ images, ...given }) => {
    const width = images.size[0] * images.size[1] * images.size[2]
    const { answers, truth } = vectorAnswers(Float64Array.from(given.values), given.scores, width)
    for (const [use, expected] of Object.entries(given.expected)) {
      const found = metricNamed(use)?.compute({ ...answers, truth, images }) ?? Number.NaN
      const why = `${use}: the same sums in another order`
      expectClose([found], [expected], { relative: 1e-12, why })
    }
  })

  test('values are cut off as in a file, colours of pixels become planes', () => {
    const form = imagesSchema.parse({ size: [3, 1, 2], colours: 'pixels' })
    const picture = pictureOf([1, 0.5, -2, 0, 1, 3], form)
    expect([...picture.planes]).toEqual([1, 0, 0.5, 1, 0, 1])
    expectClose(greyOf(picture), [0.2125 + 0.3577, 0.7154 + 0.0721], {
      relative: 1e-12,
      why: 'sum',
    })
  })

  test('vectors of another length are no such images', () => {
    const { answers, truth } = vectorAnswers(Float64Array.of(0, 1, 1, 0), [0, 1, 1, 0], 2)
    const images = imagesSchema.parse({ size: [1, 2, 2] })
    expect(metricNamed('pixelCorrelation')?.compute({ ...answers, truth, images })).toBeNaN()
  })
})

describe('names that say more', () => {
  test.each(drawn)(
    '$use of $total at rank $rank equals SciPy',
    ({ use, total, rank, expected }) => {
      const values = Float64Array.from({ length: total * 2 }, (_, i) => {
        const angle = (Math.floor(i / 2) * Math.PI) / total
        return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
      })
      const { answers } = vectorAnswers(values, [1, 0], 2)
      const found = metricNamed(use)?.compute({ ...answers, truth: [rank - 1] }) ?? Number.NaN
      expectClose([found], [expected], { absolute: 1e-10, why: 'factorials by logarithms' })
    },
  )

  test('a metric of vectors may look through a model, one of pixels or classes may not', () => {
    expect(metricNamed('twoWay@net/layer.2')?.through).toEqual({ model: 'net', layer: 'layer.2' })
    expect(metricNamed('rsa@net')?.through).toEqual({ model: 'net' })
    const none = ['ssim@net', 'accuracy@net', 'twoWay@', 'twoWay@net/', 'top5Of5', 'top0', 'a@b@c']
    expect(none.map((use) => metricNamed(use))).toEqual(none.map(() => undefined))
  })
})
