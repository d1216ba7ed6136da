import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { syntheticMovie } from '../../src/datasets/synthetic-movie.ts'

test('the same seed gives the same bytes, each person other ones', () => {
  const [, first, second] = syntheticMovie.files
  expect(syntheticMovie.files).toHaveLength(13)
  expect(syntheticMovie.make(first, 1)).toEqual(syntheticMovie.make(first, 1))
  expect(syntheticMovie.make(second, 1)).not.toEqual(syntheticMovie.make(first, 1))
  expect(gunzipSync(syntheticMovie.make(first, 0))).toHaveLength(352 + 2 * 6 * 6 * 5 * 160)
})
