import { expect, test } from 'vitest'
import { segmentsOf } from '../../src/tables/signals.ts'
import { f64Of } from '../../src/tables/table.ts'
import { windowFeatures } from '../../src/tables/window-features.ts'
import { exampleTable } from '../fixtures/tables.ts'

test('a row for each window, with keys, times and names', () => {
  const windows = exampleTable('windows', { pieces: 2 })
  const segments = segmentsOf(windows)
  const names = ['x', 'y', 'z']
  const out = windowFeatures(windows, segments, Float32Array.of(1, 2, 3, 4, 5, 6), { names })
  expect(out.rows).toBe(2)
  expect(f64Of(out, 'endS')[0]).toBeCloseTo(segments[0].startS + 2, 12)
  expect(out.meta.names).toBe('["x","y","z"]')
  expect(out.meta.labels).toBe(windows.meta.labels)
  expect(windowFeatures(windows, [], new Float32Array(0), { names }).rows).toBe(0)
})
