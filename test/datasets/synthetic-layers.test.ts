import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { syntheticLayers } from '../../src/datasets/synthetic-layers.ts'

const lines = (path: string, seed = 0) =>
  new TextDecoder().decode(syntheticLayers.make(path, seed)).trimEnd().split('\n')

test('the same seed gives the same bytes, each run other ones', () => {
  const [atlas, , first, features, second] = syntheticLayers.files
  expect(syntheticLayers.files).toHaveLength(2 + 2 * 8)
  expect(syntheticLayers.make(first, 1)).toEqual(syntheticLayers.make(first, 1))
  expect(syntheticLayers.make(second, 1)).not.toEqual(syntheticLayers.make(first, 1))
  expect(gunzipSync(syntheticLayers.make(first, 0))).toHaveLength(352 + 2 * 4608 * 140)
  expect(gunzipSync(syntheticLayers.make(atlas, 0))).toHaveLength(352 + 2 * 4608)
  expect([lines(features).length, lines(features)[0].split('\t').length]).toEqual([141, 15])
})
