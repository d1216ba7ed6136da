import { describe, expect, test } from 'vitest'
import { niftiContent, tinyNifti } from '../fixtures/recordings.ts'

describe('encodeNifti', () => {
  test('the header has the fields of the format in their places', () => {
    const bytes = tinyNifti()
    const view = new DataView(bytes.buffer)
    expect(view.getInt32(0, true)).toBe(348)
    expect([40, 42, 44, 46, 48].map((at) => view.getInt16(at, true))).toEqual([4, 3, 2, 2, 4])
    expect(view.getFloat32(108, true)).toBe(352)
    expect(Buffer.from(bytes.subarray(344, 348)).toString()).toBe('n+1\0')
    expect(bytes.length).toBe(352 + 48 * 2)
    expect(tinyNifti({ format: 'NIfTI-2' }).length).toBe(544 + 48 * 2)
  })

  test('integers are rounded and saturate, NaN ends in non-finite', () => {
    const values = [-1, 0.4, 254.6, 300]
    const shape = [2, 2, 1] as const
    const own = { dtype: 'uint8' as const, shape, slope: 1, intercept: 0 }
    expect([...tinyNifti({ ...own, values }).subarray(352)]).toEqual([0, 0, 255, 255])
    const holed = [0, Number.NaN, 0, 0]
    expect(() => tinyNifti({ ...own, values: holed })).toThrow('non-finite')
    expect(() => tinyNifti({ ...own, dtype: 'float32', values: holed })).not.toThrow()
  })

  test('the largest integers of 64 bits keep their sign', () => {
    const shape = [2, 1, 1] as const
    const values = [2 ** 64, -(2 ** 64)]
    const bytes = tinyNifti({ dtype: 'int64', shape, values, slope: 1, intercept: 0 })
    const view = new DataView(bytes.buffer, 352)
    expect(view.getBigInt64(0, true)).toBe(2n ** 63n - 1024n)
    expect(view.getBigInt64(8, true)).toBe(-(2n ** 63n))
  })

  test('lengths that contradict the shape are refused', () => {
    expect(() => tinyNifti({ values: [1, 2] })).toThrow('arguments-invalid')
    expect(() => tinyNifti({ affine: niftiContent.affine.slice(1) })).toThrow('arguments-invalid')
  })
})
