import { describe, expect, test } from 'vitest'
import { poolEmbedding } from '../../src/encoders/pool-embedding.ts'

/** One window, 2 channels, 2 patches, 2 numbers. */
const embeddings = { values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), axes: [2, 2, 2] }
const names = ['batch', 'channel', 'time', 2]

describe('poolEmbedding', () => {
  test('mean keeps channels apart, meanAll does not, flatten keeps all', () => {
    expect(Array.from(poolEmbedding(embeddings, names, 'mean'))).toEqual([2, 3, 6, 7])
    expect(Array.from(poolEmbedding(embeddings, names, 'meanAll'))).toEqual([4, 5])
    expect(poolEmbedding(embeddings, names, 'flatten')).toBe(embeddings.values)
  })

  test('without an axis of time, mean takes all', () => {
    expect(poolEmbedding(embeddings, ['batch', 'channel', 2, 2], 'mean')).toBe(embeddings.values)
  })

  test('an output of another rank than its card says is refused', () => {
    expect(() => poolEmbedding(embeddings, ['batch', 2], 'mean')).toThrow(/internal/)
  })
})
