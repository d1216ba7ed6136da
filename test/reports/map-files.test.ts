import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { mapFiles } from '../../src/reports/map-files.ts'
import { lists, makeTable, textOf } from '../../src/tables/table.ts'

const grid = { shape: [2, 2, 1], affine: [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1] }

function maps(names: readonly string[]) {
  const columns = { map: textOf(['a', 'b']), features: lists(Float32Array.of(1, 2, 3, 4), 2) }
  const meta = { names: JSON.stringify(names), grid: JSON.stringify(grid) }
  const table = makeTable('features', columns, meta)
  return mapFiles([{ use: 'weights', title: 'Weights', folds: 2, table }])
}

test('voxels go back to their places, a volume for each map', () => {
  const bytes = gunzipSync(maps(['0,0,0', '1,1,0']).get('maps/weights.nii.gz') ?? '')
  const voxels = new Float32Array(new Uint8Array(bytes.subarray(352)).buffer)
  expect([...voxels]).toEqual([1, NaN, NaN, 2, 3, NaN, NaN, 4])
})

test('parcels have a table alone', () => {
  expect([...maps(['V1', 'V2']).keys()]).toEqual(['maps/weights.arrow'])
})
