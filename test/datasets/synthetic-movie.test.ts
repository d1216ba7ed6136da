import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { syntheticMovie } from '../../src/datasets/synthetic-movie.ts'

test('the same seed gives the same bytes, each person other ones', () => {
  const [, moments, , first, second] = syntheticMovie.files
  expect(syntheticMovie.files).toHaveLength(15)
  expect(syntheticMovie.make(first, 1)).toEqual(syntheticMovie.make(first, 1))
  expect(syntheticMovie.make(second, 1)).not.toEqual(syntheticMovie.make(first, 1))
  const lines = new TextDecoder().decode(syntheticMovie.make(moments, 0)).trimEnd().split('\n')
  expect([lines.length, lines[21].split('\t')[0]]).toEqual([41, '2:00000'])
  expect(gunzipSync(syntheticMovie.make(first, 0))).toHaveLength(352 + 2 * 6 * 6 * 5 * 160)
})
