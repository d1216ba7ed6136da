import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resizeImage } from '../../src/kernels/resize-image.ts'
import { expectClose } from '../close.ts'

const file = new URL('../golden/evaluation/images.json', import.meta.url)
const { sizes } = JSON.parse(readFileSync(file, 'utf8')) as {
  sizes: { from: [number, number]; to: [number, number]; x: number[]; y: number[] }[]
}
const sizeOf = ([height, width]: [number, number]) => ({ height, width })

describe('pictures of another size', () => {
  test.each(sizes)('equals PyTorch: $from to $to', ({ from, to, x, y }) => {
    const why = 'the same sums in another order'
    expectClose(resizeImage(x, sizeOf(from), sizeOf(to)), y, { relative: 1e-12, why })
  })

  test('a line of two pixels becomes one of four', () => {
    const line = resizeImage([0, 1], { height: 1, width: 2 }, { height: 1, width: 4 })
    expect([...line]).toEqual([0, 0.25, 0.75, 1])
  })

  test('pixels that fill no plane, and a picture of nothing, are refused', () => {
    const two = { height: 2, width: 2 }
    expect(() => resizeImage([1, 2, 3], two, two)).toThrow(RangeError)
    expect(() => resizeImage([1, 2, 3, 4], two, { height: 0, width: 2 })).toThrow(RangeError)
  })
})

describe('properties', () => {
  const side = fc.integer({ min: 1, max: 9 })

  test('an even picture stays even, and no value leaves the range', () => {
    fc.assert(
      fc.property(side, side, side, side, (h, w, height, width) => {
        const x = Float64Array.from({ length: h * w }, (_, i) => (i * 7) % 5)
        const out = resizeImage(x, { height: h, width: w }, { height, width })
        expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...x) - 1e-12)
        expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...x) + 1e-12)
        const even = resizeImage(x.fill(3), { height: h, width: w }, { height, width })
        expectClose(even, new Float64Array(height * width).fill(3), {
          relative: 1e-14,
          why: 'shares',
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
