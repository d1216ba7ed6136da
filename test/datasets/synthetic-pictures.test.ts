import { describe, expect, test } from 'vitest'
import { pictureSide, syntheticPicture } from '../../src/datasets/synthetic-pictures.ts'

describe('syntheticPicture', () => {
  const names = ['face', 'house', 'tool'] as const

  test('is an image from black to white, another for each category', () => {
    const pictures = names.map(syntheticPicture)
    for (const picture of pictures) {
      expect(picture).toHaveLength(pictureSide ** 2)
      expect([Math.min(...picture), Math.max(...picture)]).toEqual([0, 1])
    }
    expect(new Set(pictures.map((picture) => picture.join())).size).toBe(3)
  })

  test('a face is as wide to the left as to the right', () => {
    const face = syntheticPicture('face')
    const mirrored = face.map(
      (_, i) => face[i - (i % pictureSide) + pictureSide - 1 - (i % pictureSide)],
    )
    expect(mirrored).toEqual(face)
  })
})
