import { expect, test } from 'vitest'
import { syntheticLayersEeg } from '../../src/datasets/synthetic-layers-eeg.ts'

test('the same seed gives the same bytes, each session other ones, all the same pictures', () => {
  const [table, first, second] = syntheticLayersEeg.files
  expect(syntheticLayersEeg.files).toHaveLength(9)
  expect(syntheticLayersEeg.make(first, 1)).toEqual(syntheticLayersEeg.make(first, 1))
  expect(syntheticLayersEeg.make(second, 1)).not.toEqual(syntheticLayersEeg.make(first, 1))
  const lines = new TextDecoder().decode(syntheticLayersEeg.make(table, 0)).trimEnd().split('\n')
  expect([lines.length, lines[48].split('\t')[0], lines[0].split('\t').length]).toEqual([
    ...[49, 'vehicle/8', 16],
  ])
  const text = new TextDecoder('latin1').decode(syntheticLayersEeg.make(first, 0))
  expect([...text.matchAll(/animal\/2/g)]).toHaveLength(3)
})
