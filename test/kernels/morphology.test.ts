import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dilate, erode, largestComponent } from '../../src/kernels/morphology.ts'

const shape = [4, 3, 1] as const

describe('morphology', () => {
  test('erosion takes the rim and the edge of the volume, dilation adds neighbours', () => {
    const block = new Uint8Array(75).fill(1)
    expect(erode(block, [5, 5, 3], 1).reduce((a, b) => a + b, 0)).toBe(9)
    const dot = new Uint8Array(75)
    dot[37] = 1
    expect(dilate(dot, [5, 5, 3], 1).reduce((a, b) => a + b, 0)).toBe(7)
    expect([...erode(dot, [5, 5, 3], 0)]).toEqual([...dot])
  })

  test('the largest piece stays; of equal ones the first along x', () => {
    const mask = Uint8Array.of(1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    expect([...largestComponent(mask, shape)]).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0])
    const tie = Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    expect([...largestComponent(tie, shape)]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    expect(largestComponent(new Uint8Array(12), shape).includes(1)).toBe(false)
  })

  test('properties: erosion shrinks, dilation grows, a piece is part of the mask', () => {
    const flags = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 36, maxLength: 36 })
    fc.assert(
      fc.property(flags, (values) => {
        const mask = Uint8Array.from(values)
        const box = [4, 3, 3] as const
        const [less, more, piece] = [
          erode(mask, box, 1),
          dilate(mask, box, 1),
          largestComponent(mask, box),
        ]
        for (let v = 0; v < mask.length; v++) {
          expect(less[v] <= mask[v] && mask[v] <= more[v] && piece[v] <= mask[v]).toBe(true)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
