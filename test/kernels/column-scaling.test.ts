import { expect, test } from 'vitest'
import { columnScaling, scaledColumns } from '../../src/kernels/column-scaling.ts'

test('columns get mean 0 and deviation 1, a constant one stays at 0', () => {
  const x = Float64Array.of(1, 5, 3, 5)
  const scaling = columnScaling(x, 2)
  expect(scaling).toEqual({ means: Float64Array.of(2, 5), deviations: Float64Array.of(1, 1) })
  expect([...scaledColumns(x, scaling)]).toEqual([-1, 0, 1, 0])
})
